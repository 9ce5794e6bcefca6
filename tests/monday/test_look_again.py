"""What may be worth a second look, from the check-in that is sent to the note of a coordinator."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.actions.check_ins import correct_check_in
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import CommitmentFlag, FlagLook
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment
from tests.conftest import NOW
from tests.monday.conftest import TODAY, As, Promise, Report
from tests.support.factories.commitment import answers
from tests.support.factories.measure import make_measure
from tests.support.factories.partner import name_partner
from tests.support.page import Page
from tests.support.people import World

LONG = (
    "Three nurses on short contracts took permanent posts this winter, the council let two cottages to them,"
    " and the board put their posts in the budget for the coming two years without being asked again"
)
REWRITTEN = (
    "The second contract was let in May with the clause in it; the catering supplier asked for six more"
    " months and the board gave three, after hearing two of the people who clean our wards at night"
)
EVIDENCE = (EvidenceLink("Minutes", "https://example.org/minutes"),)
RECYCLED = "Almost the same text as before"
BUTTON = "I have looked at this"


def listed(as_: As, person: User, **arguments: Any) -> Page:
    return as_(person).get("monday.list_flagged", programme="fairer-shore", **arguments)


def kinds_of(commitment: Commitment) -> set[str]:
    rows = select(CommitmentFlag.kind).where(CommitmentFlag.programme_id == commitment.programme_id)
    rows = rows.where(CommitmentFlag.commitment_id == commitment.id, CommitmentFlag.is_current)
    return set(db.session.scalars(rows))


@pytest.fixture
def twice(promise: Promise, report: Report) -> Callable[..., Commitment]:
    """Check in twice; `second` is said the second time."""

    def sent(second: str, **changes: Any) -> Commitment:
        commitment = promise()
        report(commitment, at=NOW - timedelta(days=90), what_changed=LONG)
        report(commitment, what_changed=second, **changes)
        return commitment

    return sent


def test_with_nothing_to_look_at_the_page_says_so(as_: As, paula: User, promise: Promise) -> None:
    promise()

    assert "Nothing to look at again" in listed(as_, paula).main


@pytest.mark.parametrize(
    "second",
    [
        LONG,
        LONG.upper(),
        LONG.replace(",", "").replace(" and ", " - and - "),
        LONG.replace("winter", "spring"),
    ],
    ids=["identical", "case", "punctuation", "a word"],
)
def test_the_same_words_again_are_shown_side_by_side(
    as_: As, paula: User, twice: Callable[..., Commitment], second: str
) -> None:
    twice(second)

    page = listed(as_, paula).link("Fair pay").follow()

    assert "This reads almost like check-in 1 of 6 January 2026." in page.main
    (changed, _why) = page.table("Both texts, side by side")
    assert changed == ["What changed", LONG, " ".join(second.split())]


@pytest.mark.parametrize(
    "second", [REWRITTEN, "No change: the tender is still open and closes in June."], ids=["new", "reason"]
)
def test_a_genuine_rewrite_and_no_change_with_a_reason_are_not_flagged(
    as_: As, paula: User, twice: Callable[..., Commitment], second: str
) -> None:
    twice(second)

    assert "Nothing to look at again" in listed(as_, paula).main


def test_complete_without_evidence_is_flagged_until_a_correction_gives_some(
    as_: As, paula: User, promise: Promise, report: Report, world: World
) -> None:
    check_in = report(promise(), delivery="complete")
    assert "Reported as complete, with no evidence given yet." in listed(as_, paula).main

    with_evidence = answers(delivery="complete", evidence=EVIDENCE)
    correct_check_in(check_in, with_evidence, reason="Linked.", seen=1, by=world.cora, now=NOW, today=TODAY)
    db.session.commit()

    assert "Nothing to look at again" in listed(as_, paula).main


def test_less_power_shown_than_claimed_is_flagged(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    commitment = promise(decision_power="shared", decision_body="The residents' panel")
    report(commitment, decision_power="consulted")

    assert (
        "The commitment says who decides: shared. This check-in shows: consulted." in listed(as_, paula).main
    )
    assert kinds_of(commitment) == {"less_power"}


def test_a_measure_that_moves_away_is_flagged_and_one_beyond_its_target_is_not(
    as_: As, paula: User, world: World, promise: Promise
) -> None:
    for title, readings in (("Back", [5, 3]), ("Further", [5, 6]), ("Beyond", [9, 12])):
        commitment = promise(title, measures=[make_measure(baseline=1, target=9, readings=readings)])
        publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()

    page = listed(as_, paula)

    assert [row[0] for row in page.table("A measure further from its target")] == [
        "Back : a measure further from its target Alder Trust"
    ]
    assert "3 contracts after 5 contracts" in page.main


def test_small_numbers_of_people_give_no_sentence(as_: As, paula: User, promise: Promise) -> None:
    measure = make_measure(baseline=1, target=9, readings=[4, 2], unit="people", counts_people=True)
    commitment = promise(measures=[measure])
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()

    assert "Nothing to look at again" in listed(as_, paula).main


def test_what_is_stale_says_since_when(as_: As, paula: User, promise: Promise) -> None:
    promise("Old", at=NOW - timedelta(days=500))

    assert "No check-in since it was published on 22 November 2024." in listed(as_, paula).main


def test_two_readings_are_named_with_their_words(
    as_: As, paula: User, promise: Promise, world: World
) -> None:
    partner = name_partner(promise(), world.birch)
    partner.ask(by=world.cora, now=NOW, publication=1)
    says: dict[str, Any] = dict.fromkeys(("agrees_on_aim", "aim", "decision_power", "note"))
    says |= {"level": "treatment", "upstream_meanings": []}
    give_reading(partner, says, of=world.birch, by=world.eve, now=NOW, today=TODAY)
    db.session.commit()

    page = listed(as_, paula)

    assert "Birch College reads the level of action as “" in page.main
    assert BUTTON in page.link("Fair pay").follow().main


def test_a_note_takes_it_off_the_list_and_a_new_version_brings_it_back(
    as_: As, paula: User, otto: User, twice: Callable[..., Commitment], world: World
) -> None:
    commitment = twice(LONG)

    page = (
        listed(as_, paula).link("Fair pay").follow().form(BUTTON).fill(note="Asked Cora: it is so.").submit()
    )

    assert page.flash.startswith("Done Your note is kept.")
    assert "Nothing to look at again" in page.main
    assert "Asked Cora: it is so." in listed(as_, otto).main
    check_in = commitment.check_ins[-1]
    correct_check_in(
        check_in,
        answers(what_changed=f"{LONG}."),
        reason="A full stop.",
        seen=1,
        by=world.cora,
        now=NOW,
        today=TODAY,
    )
    db.session.commit()
    again = listed(as_, paula).link("Fair pay :").follow()
    assert "Noted before" in again.main
    assert BUTTON in again.main


def test_a_look_is_in_the_programme_s_log_and_not_in_the_organisation_s(
    as_: As, paula: User, ada: User, twice: Callable[..., Commitment]
) -> None:
    twice(LONG)
    listed(as_, paula).link("Fair pay").follow().form(BUTTON).fill(note="Seen by me.").submit()

    (line,) = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.FLAG_LOOKED_AT))
    assert line.organisation_id is None
    theirs = as_(ada).get("organisations.list_activity", organisation="alder-trust")
    assert "looked again" not in theirs.main


def test_an_empty_note_and_an_older_version_are_refused(
    as_: As, paula: User, twice: Callable[..., Commitment]
) -> None:
    twice(LONG)
    page = listed(as_, paula).link("Fair pay").follow()

    assert page.form(BUTTON).fill(note=" ").submit(expected=422).errors.keys() == {"note"}
    form = page.form(BUTTON).fill(note="Seen")
    form.values["version"] = ["7"]
    assert "There is a newer version of this." in " ".join(form.submit(expected=409).error_list)
    assert db.session.scalars(select(FlagLook).where(FlagLook.programme_id > 0)).all() == []


def test_an_observer_reads_both_texts_and_cannot_note(
    as_: As, otto: User, twice: Callable[..., Commitment]
) -> None:
    twice(LONG)

    page = listed(as_, otto).link("Fair pay").follow()

    assert page.table("Both texts, side by side")
    assert BUTTON not in page.main


def test_what_is_no_flag_is_not_found(as_: As, paula: User, promise: Promise) -> None:
    commitment = promise()
    where: dict[str, Any] = {"programme": "fairer-shore", "commitment": commitment.public_id}

    for kind, subject in (("recycled", "zzzzzzzzzzzz"), ("drifted", commitment.public_id), ("odd", "x")):
        as_(paula).get("monday.look_at_flag", expected=404, kind=kind, subject=subject, **where)


@pytest.mark.thorough
def test_many_are_cut_to_a_few_of_each_kind_and_read_page_by_page(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    for number in range(30):
        report(promise(f"Promise {number}"), delivery="complete")

    page = listed(as_, paula)
    assert len(page.table("Complete, with no evidence yet")) == 10
    first = page.link("All 30").follow()
    second = first.link("More").follow()

    rows = [row[0] for one in (first, second) for row in one.table("Complete, with no evidence yet")]
    assert len(rows) == len(set(rows)) == 30
    text = listed(as_, paula).link("This list").follow().response.text
    assert len(list(csv.reader(io.StringIO(text)))) == 31


def test_a_retracted_check_in_is_no_longer_flagged(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    from equity_tracker.model.retracting import retract_check_in  # noqa: PLC0415

    check_in = report(promise(), delivery="complete")
    retract_check_in(check_in, "Wrong one.", now=NOW, today=TODAY)
    db.session.commit()

    assert "Nothing to look at again" in listed(as_, paula).main


@pytest.mark.parametrize("kind", list(FlagKind))
def test_every_kind_is_narrowed_to_or_ignored(as_: As, paula: User, kind: FlagKind) -> None:
    assert "Nothing to look at again" in listed(as_, paula, kind=kind.value).main
