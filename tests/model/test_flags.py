"""What a second reader would look at again: recycled, contradictory, drifted, narrowed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers, EvidenceLink
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.drift import drift_steps, is_narrowed
from equity_tracker.model.flags import FlagKind, flags, is_near_duplicate
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.vocabulary import LEVELS

NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
EVIDENCE = (EvidenceLink("Minutes", "https://example.org/minutes"),)
LONG = (
    "Three nurses on short contracts took permanent posts this winter, the council let two cottages to them, "
    "and the board put their posts in the budget for the coming two years without being asked again"
)


def publish(level: str | None = "conditions", distribution: str | None = "proportionate") -> Commitment:
    commitment = Commitment(lifecycle=Lifecycle.PUBLISHED, title="A promise", level="structural")
    for number, (first, then) in enumerate([(level, distribution), ("treatment", "universal")], start=1):
        commitment.publications.append(
            Publication(
                kind=PublicationKind.COMMITMENT, number=number, payload={"level": first, "distribution": then}
            )
        )
    return commitment


def report(commitment: Commitment, **changes: object) -> CheckIn:
    said: dict[str, object] = {
        "delivery": "limited",
        "outlook": "on_track",
        "why": "Fourteen villages have a nurse.",
        "what_changed": "Three nurses took permanent posts.",
        "level": "conditions",
        "distribution": "proportionate",
        "next_step": "Twenty villages.",
        "next_step_on": date(2026, 9, 1),
    }
    number = len(commitment.check_ins) + 1
    check_in = CheckIn(
        commitment=commitment,
        number=number,
        submitted_on=NOW.date() + timedelta(days=180 * (number - 1)),
        is_returned=False,
    )
    check_in.add_version(Answers(**(said | changes)), by=User(name="Cora"), now=NOW)  # type: ignore[arg-type]
    return check_in


def kinds(check_in: CheckIn) -> list[FlagKind]:
    return [flag.kind for flag in flags(check_in)]


def test_a_plain_report_has_nothing_to_look_at_again() -> None:
    assert flags(report(publish())) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The first contract was signed.", "The first contract was signed.", True),
        ("The first contract was signed.", "the FIRST contract  was signed!", True),
        ("The first contract was signed.", "The second contract was signed.", False),
        ("The first contract was signed.", "The tender closed in May and nobody bid.", False),
        (LONG, LONG.replace("coming", "next"), True),
        (LONG, LONG.replace("let two cottages to", "sold one house and another to"), False),
        (LONG.replace("Three", "3"), LONG.replace("Three", "5"), False),
        (LONG, " ".join(reversed(LONG.split())), False),
        ("", "", False),
        ("Café opened", "Café opened", True),
    ],
)
def test_only_a_near_duplicate_reads_as_one(first: str, second: str, expected: bool) -> None:
    assert is_near_duplicate(first, second) is expected
    assert is_near_duplicate(second, first) is expected


@given(
    st.lists(st.text("abcdefgh", min_size=1), min_size=1, max_size=60),
    st.sampled_from([" ", ", ", " - ", "\n"]),
)
def test_punctuation_case_and_spaces_never_make_a_text_new(words: list[str], between: str) -> None:
    assert is_near_duplicate(" ".join(words), between.join(words).upper() + "!")


def test_the_same_words_twice_are_flagged_with_the_earlier_check_in() -> None:
    commitment = publish()
    report(commitment)
    report(commitment, what_changed="The council let us two cottages.")
    third = report(commitment)
    assert kinds(third) == [FlagKind.RECYCLED]
    assert flags(third)[0].sentence == "This reads almost like check-in 1 of 6 April 2026."


def test_the_first_of_two_alike_is_not_flagged() -> None:
    commitment = publish()
    first = report(commitment)
    report(commitment)
    assert flags(first) == []


@pytest.mark.parametrize(
    ("text", "is_flagged"),
    [
        ("No change: the tender is still open.", False),
        ("Nothing has changed. The committee meets in May.", False),
        ("There is no change, because the landlord has appealed.", False),
        ("No change.", True),
        ("Nothing new.", True),
        ("No changing rooms were built.", True),
    ],
)
def test_no_change_with_a_reason_may_be_said_twice(text: str, is_flagged: bool) -> None:
    commitment = publish()
    report(commitment, what_changed=text)
    assert (FlagKind.RECYCLED in kinds(report(commitment, what_changed=text))) is is_flagged


def test_a_click_that_says_nothing_has_changed_is_not_recycled() -> None:
    commitment = publish()
    report(commitment)
    assert flags(report(commitment, nothing_changed=True)) == []


@pytest.mark.parametrize(
    ("delivery", "evidence", "is_flagged"),
    [
        ("complete", (), True),
        ("complete", (EvidenceLink("Word of mouth", "https://example.org", strength="none"),), True),
        ("complete", EVIDENCE, False),
        ("substantial", (), False),
    ],
)
def test_complete_without_evidence_is_a_contradiction(
    delivery: str, evidence: tuple[EvidenceLink, ...], is_flagged: bool
) -> None:
    check_in = report(publish(), delivery=delivery, evidence=evidence)
    assert (FlagKind.CONTRADICTION in kinds(check_in)) is is_flagged


def test_four_at_first_and_one_now_is_a_drift_of_three() -> None:
    check_in = report(publish(level="conditions"), level="behaviour")
    assert kinds(check_in) == [FlagKind.DRIFTED]
    assert flags(check_in)[0].sentence == (
        "First published at level 4 (conditions), confirmed at level 1 (behaviour): 3 levels lower."
    )


def test_a_move_up_is_listed_as_deepened() -> None:
    check_in = report(publish(level="conditions"), level="structural")
    assert kinds(check_in) == [FlagKind.DEEPENED]
    assert flags(check_in)[0].sentence.endswith("1 level higher.")


def test_drift_is_measured_from_the_first_publication_and_not_from_what_is_said_today() -> None:
    commitment = publish(level="structural")
    commitment.level = "behaviour"
    assert kinds(report(commitment, level="behaviour")) == [FlagKind.DRIFTED]


def test_a_level_nobody_stated_cannot_have_drifted() -> None:
    assert flags(report(publish(level=None, distribution=None), level="behaviour")) == []
    assert drift_steps("conditions", None) is None


@given(st.sampled_from(LEVELS.slugs), st.sampled_from(LEVELS.slugs))
def test_drift_one_way_is_depth_the_other_way(one: str, other: str) -> None:
    there, back = drift_steps(one, other), drift_steps(other, one)
    assert there is not None
    assert back is not None
    assert there == -back
    assert (there == 0) is (one == other)


@pytest.mark.parametrize(
    ("first", "now", "expected"),
    [
        ("proportionate", "targeted_place", True),
        ("proportionate", "targeted_group", True),
        ("proportionate", "universal", False),
        ("proportionate", "proportionate", False),
        ("targeted_group", "targeted_place", False),
        ("universal", "targeted_group", False),
        (None, "targeted_group", False),
    ],
)
def test_proportionate_that_became_targeted_is_narrowed(first: str | None, now: str, expected: bool) -> None:
    assert is_narrowed(first, now) is expected
    assert (FlagKind.NARROWED in kinds(report(publish(distribution=first), distribution=now))) is expected


def test_a_correction_takes_a_flag_away() -> None:
    check_in = report(publish(), delivery="complete")
    corrected = {**vars(check_in.current.answers), "evidence": EVIDENCE}
    check_in.add_version(
        Answers(**corrected), by=User(name="Cora"), now=NOW, reason="The minutes were left out."
    )
    assert flags(check_in) == []
