"""Checking in: what a report answers, when nothing has changed, and a history without gaps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers, EvidenceLink
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.checking_in import (
    answers_unchanged,
    correct_check_in,
    offer_nothing_changed,
    open_expectation,
    record_check_in,
    returned_answer,
)
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState

NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CORA = User(name="Cora Editor")
ANSWERS = Answers(
    delivery="limited",
    outlook="at_risk",
    why="One tender had closed.",
    what_changed="Two contracts carry the clause.",
    level="conditions",
    distribution="universal",
    next_step="Ask again.",
    next_step_on=date(2026, 9, 1),
    themes=(ThemeNote("funding", "helping"),),
    evidence=(EvidenceLink("Minutes", "https://example.org/minutes", is_public=False),),
)


def publish(mode: ReviewMode = ReviewMode.ACKNOWLEDGE) -> Commitment:
    organisation = Organisation(id=1, name="Alder Trust", slug="alder-trust", kind="nhs_trust")
    programme = Programme(
        id=2,
        name="Fairer Shore",
        slug="fairer-shore",
        reference_prefix="FS",
        next_reference_number=1,
        review_mode=mode,
        coordinating_body=organisation,
        visibility=Visibility.PUBLIC,
        launches_on=date(2025, 1, 1),
    )
    commitment = Commitment(
        id=3,
        public_id="abc",
        lifecycle=Lifecycle.DRAFT,
        organisation=organisation,
        made_by=organisation,
        made_by_name=organisation.name,
        programme=programme,
        title="A living wage in every contract",
        statement="Every contract will require the real living wage.",
        ends_precision="day",
    )
    commitment.submit(as_statement_of_intent=True, now=NOW)
    publish_commitment(commitment, now=NOW, today=TODAY)
    commitment.is_statement_of_intent = False
    return commitment


def ask(commitment: Commitment, due_on: date, state: RoundState = RoundState.OPEN) -> ExpectedCheckIn:
    round_ = Round(
        name=f"Round due {due_on}", due_on=due_on, grace_until=due_on + timedelta(days=14), state=state
    )
    expected = commitment.expect_check_in(round_)
    expected.is_missed = state is RoundState.CLOSED
    expected.next_reminder_on = due_on - timedelta(days=7)
    refresh_register_entry(commitment, now=NOW)
    return expected


def send(commitment: Commitment, on: date = TODAY, **changes: object) -> CheckIn:
    """Report and publish, as where the coordinator acknowledges."""
    answers = replace(ANSWERS, **changes)  # type: ignore[arg-type]
    check_in = record_check_in(commitment, answers, by=CORA, now=NOW, today=on)
    check_in.public_id = f"check-in-{check_in.number}"
    publish_check_in(check_in, now=NOW, today=on)
    return check_in


def test_a_report_answers_the_round_that_is_open() -> None:
    commitment = publish()
    expected = ask(commitment, date(2026, 4, 30))
    check_in = send(commitment)
    assert (check_in.expected, check_in.round) == (expected, expected.round)
    assert expected.reported_on == TODAY
    assert expected.next_reminder_on is None
    assert not check_in.was_late


def test_a_report_after_the_due_date_answers_it_late() -> None:
    commitment = publish()
    ask(commitment, TODAY - timedelta(days=1))
    assert send(commitment).was_late


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.PLANNED])
def test_a_round_that_is_not_open_is_not_answered(state: RoundState) -> None:
    commitment = publish()
    expected = ask(commitment, date(2026, 4, 30), state)
    check_in = send(commitment)
    assert (check_in.expected, check_in.round, check_in.was_late) == (None, None, False)
    assert expected.reported_on is None


def test_the_open_round_is_answered_though_an_earlier_one_was_missed() -> None:
    commitment = publish()
    missed = ask(commitment, date(2025, 10, 31), RoundState.CLOSED)
    expected = ask(commitment, date(2026, 4, 30))
    assert send(commitment).expected is expected
    assert missed.reported_on is None


def test_a_second_report_in_the_same_round_stands_between_rounds() -> None:
    commitment = publish()
    ask(commitment, date(2026, 4, 30))
    send(commitment)
    second = send(commitment, what_changed="Three contracts carry it.")
    assert (second.number, second.expected) == (2, None)


def test_a_statement_of_intent_is_reported_on_between_rounds() -> None:
    commitment = publish()
    ask(commitment, date(2026, 4, 30))
    commitment.is_statement_of_intent = True
    assert open_expectation(commitment) is None
    assert send(commitment).round is None


@pytest.mark.parametrize(
    ("lifecycle", "message"),
    [
        (Lifecycle.CLOSED, "This commitment is closed. Nothing more can be reported on it."),
        (Lifecycle.DRAFT, "This commitment is not published yet. Check-ins begin once it is."),
        (Lifecycle.SUBMITTED, "This commitment is not published yet. Check-ins begin once it is."),
        (Lifecycle.RETURNED, "This commitment is not published yet. Check-ins begin once it is."),
    ],
)
def test_only_what_is_published_can_be_reported_on(lifecycle: Lifecycle, message: str) -> None:
    commitment = publish()
    commitment.lifecycle = lifecycle
    with pytest.raises(Refused, match=message):
        record_check_in(commitment, ANSWERS, by=CORA, now=NOW, today=TODAY)
    assert commitment.check_ins == []


def test_nothing_is_reported_in_a_closed_programme() -> None:
    commitment = publish()
    commitment.programme.closed_on = TODAY
    with pytest.raises(Refused, match="This programme is closed"):
        record_check_in(commitment, ANSWERS, by=CORA, now=NOW, today=TODAY)


def test_one_that_came_back_is_corrected_and_not_written_again() -> None:
    commitment = publish(ReviewMode.APPROVE)
    ask(commitment, date(2026, 4, 30))
    check_in = record_check_in(commitment, ANSWERS, by=CORA, now=NOW, today=TODAY)
    check_in.return_with_reason()
    assert returned_answer(commitment) is check_in
    with pytest.raises(Refused, match=r"returned check-in 1\. Correct that one instead"):
        record_check_in(commitment, ANSWERS, by=CORA, now=NOW, today=TODAY)


def test_the_corrected_one_takes_its_place_in_the_round_on_the_day_it_was_first_sent() -> None:
    commitment = publish(ReviewMode.APPROVE)
    expected = ask(commitment, date(2026, 4, 30))
    check_in = record_check_in(commitment, ANSWERS, by=CORA, now=NOW, today=TODAY)
    check_in.return_with_reason()
    assert expected.reported_on is None
    correct_check_in(
        check_in, replace(ANSWERS, why="The tender closed."), reason="Clearer.", by=CORA, now=NOW
    )
    assert (check_in.is_returned, check_in.is_waiting) == (False, True)
    assert expected.reported_on == TODAY


def test_a_correction_that_corrects_nothing_is_refused() -> None:
    check_in = send(publish())
    with pytest.raises(Refused, match="the same as before"):
        correct_check_in(check_in, ANSWERS, reason="No reason.", by=CORA, now=NOW)
    assert len(check_in.versions) == 1


def test_what_was_said_reads_back_as_it_was_given() -> None:
    assert send(publish()).current.answers == ANSWERS


AHEAD = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("sent_on", "next_step_on", "today", "refusal"),
    [
        (TODAY, AHEAD, TODAY + timedelta(days=30), None),
        (TODAY, AHEAD, AHEAD, None),
        (TODAY, AHEAD, AHEAD + timedelta(days=1), "The date of the next step you named has passed"),
        (TODAY, None, TODAY, "The date of the next step you named has passed"),
        (TODAY, date(2028, 1, 1), date(2027, 4, 5), None),
        (TODAY, date(2028, 1, 1), date(2027, 4, 6), "of 6 April 2026, is too old to be confirmed"),
    ],
)
def test_nothing_has_changed_is_offered_while_the_last_word_is_fresh_and_its_next_step_ahead(
    sent_on: date, next_step_on: date | None, today: date, refusal: str | None
) -> None:
    commitment = publish()
    previous = send(commitment, on=sent_on, next_step_on=next_step_on)
    if refusal is None:
        assert offer_nothing_changed(commitment, today).previous is previous
    else:
        with pytest.raises(Refused, match=refusal):
            offer_nothing_changed(commitment, today)


def test_nothing_has_changed_is_not_offered_before_the_first_report() -> None:
    with pytest.raises(Refused, match="first check-in"):
        offer_nothing_changed(publish(), TODAY)


def test_nothing_has_changed_is_not_offered_after_the_grace_of_a_missed_round() -> None:
    commitment = publish()
    send(commitment, on=date(2026, 1, 6))
    ask(commitment, date(2026, 3, 1))
    with pytest.raises(Refused, match="too old"):
        offer_nothing_changed(commitment, TODAY)


def test_nothing_has_changed_is_not_offered_on_words_that_are_not_published() -> None:
    commitment = publish(ReviewMode.APPROVE)
    check_in = record_check_in(commitment, ANSWERS, by=CORA, now=NOW, today=TODAY)
    for _ in ("waiting", "returned"):
        with pytest.raises(Refused, match="not published yet"):
            offer_nothing_changed(commitment, TODAY)
        check_in.is_returned = True


def test_nothing_has_changed_says_the_previous_answers_again() -> None:
    commitment = publish()
    send(commitment)
    answers = answers_unchanged(commitment, TODAY + timedelta(days=60))
    assert answers.what_changed == "Nothing has changed since 6 April 2026."
    assert replace(answers, what_changed=ANSWERS.what_changed, nothing_changed=False) == ANSWERS


def test_twice_running_asks_for_a_sentence_and_names_the_day_of_the_last_change() -> None:
    commitment = publish()
    send(commitment)
    later = TODAY + timedelta(days=60)
    second = answers_unchanged(commitment, later)
    send(commitment, on=later, **vars(second))
    assert offer_nothing_changed(commitment, later).needs_sentence
    with pytest.raises(Refused, match="Say in a sentence"):
        answers_unchanged(commitment, later)
    third = answers_unchanged(commitment, later, "The tender opens in May.")
    assert third.what_changed == "Nothing has changed since 6 April 2026. The tender opens in May."


def test_after_a_change_one_click_is_enough_again() -> None:
    commitment = publish()
    send(commitment)
    send(commitment, **vars(answers_unchanged(commitment, TODAY)))
    send(commitment, what_changed="A third contract carries it.")
    assert not offer_nothing_changed(commitment, TODAY).needs_sentence


STEPS = st.lists(
    st.sampled_from(["record", "correct", "return", "approve", "open a round", "close the round"]),
    max_size=25,
)


@given(steps=STEPS, mode=st.sampled_from(ReviewMode))
def test_whatever_happens_versions_have_no_gap_and_what_is_public_can_be_read(
    steps: list[str], mode: ReviewMode
) -> None:
    commitment = publish(mode)
    due_on = date(2026, 5, 31)
    for count, step in enumerate(steps):
        last = commitment.check_ins[-1] if commitment.check_ins else None
        try:
            if step == "record":
                last = record_check_in(
                    commitment, replace(ANSWERS, why=f"Said {count}."), by=CORA, now=NOW, today=TODAY
                )
                last.public_id = f"check-in-{last.number}"
            elif step == "correct" and last is not None:
                answers = replace(last.current.answers, why=f"Said {count}.")
                correct_check_in(last, answers, reason=f"Reason {count}.", by=CORA, now=NOW)
            elif step == "return" and last is not None:
                last.return_with_reason()
            elif step == "open a round":
                due_on += timedelta(days=90)
                ask(commitment, due_on)
            elif step == "close the round":
                for expected in commitment.expected_check_ins:
                    expected.round.state = RoundState.CLOSED
        except Refused:
            continue
        is_published_now = mode is ReviewMode.ACKNOWLEDGE and step in {"record", "correct"}
        if last is not None and (is_published_now or (step == "approve" and last.is_waiting)):
            publish_check_in(last, now=NOW, today=TODAY)
        refresh_register_entry(commitment, now=NOW)
        _check_history(commitment)


def _check_history(commitment: Commitment) -> None:
    check_ins = commitment.check_ins
    assert [row.number for row in check_ins] == list(range(1, len(check_ins) + 1))
    places = [row.expected for row in check_ins if row.expected is not None]
    assert len(places) == len({id(place) for place in places}), "one check-in answers one place in a round"
    for check_in in check_ins:
        assert [row.number for row in check_in.versions] == list(range(1, len(check_in.versions) + 1))
        public = [
            row
            for row in commitment.publications
            if row.kind is PublicationKind.CHECK_IN and row.subject_id == check_in.public_id
        ]
        assert [row.number for row in public] == list(range(1, len(public) + 1))
        # Whether a publication is current is only written when it is stored; an older one says False at once.
        current = [row for row in public if row.is_current is not False]
        assert [row.payload["why"] for row in current] == [row.why for row in [check_in.published] if row]
