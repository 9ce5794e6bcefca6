"""Checking in: when a report may be made on a commitment, what it answers, and when nothing has changed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from equity_tracker.model.round_question import check_answers
from equity_tracker.model.status import is_stale


@dataclass(frozen=True)
class NothingChangedOffer:
    """The previous check-in, to be confirmed as it stands; twice running, with a sentence."""

    previous: CheckIn
    needs_sentence: bool


def refuse_unless_reportable(commitment: Commitment) -> None:
    """Refuse a report on what is not published, or no longer open."""
    if commitment.is_retracted:
        raise Refused("This commitment was taken back. Nothing can be reported on it.")
    if commitment.lifecycle is Lifecycle.CLOSED:
        raise Refused("This commitment is closed. Nothing more can be reported on it.")
    if not commitment.is_published:
        raise Refused("This commitment is not published yet. Check-ins begin once it is.")
    commitment.programme.refuse_if_closed()


def last_check_in(commitment: Commitment) -> CheckIn | None:
    return max(commitment.check_ins, key=lambda row: row.number, default=None)


def open_expectation(commitment: Commitment) -> ExpectedCheckIn | None:
    """Return what the next check-in answers: the earliest unanswered place in a round that is open.

    What an earlier, closed round missed stays missed.
    """
    if not commitment.is_live:
        return None
    rows = [
        row
        for row in commitment.expected_check_ins
        if row.is_outstanding and row.round.state is RoundState.OPEN
    ]
    # Two rounds may be due on one day: then it is the first of them, in whatever order rows are read.
    return min(rows, key=lambda row: (row.due_on, row.id), default=None)


def returned_answer(commitment: Commitment) -> CheckIn | None:
    """Return the check-in that came or was taken back and holds the place in the open round, if any."""
    expected = open_expectation(commitment)
    if expected is None:
        return None
    holding = (
        row
        for row in commitment.check_ins
        if (row.is_returned or row.is_retracted) and row.expected is expected
    )
    return next(holding, None)


def why_back(check_in: CheckIn) -> str:
    """Say why a check-in is with its organisation again."""
    if check_in.is_retracted:
        return f"Check-in {check_in.number} was taken back."
    return f"The coordinator returned check-in {check_in.number}."


def record_check_in(
    commitment: Commitment, answers: Answers, *, by: User, now: datetime, today: date
) -> CheckIn:
    """Report on a commitment: for the open round that asks for it, or between rounds."""
    refuse_unless_reportable(commitment)
    returned = returned_answer(commitment)
    if returned is not None:
        raise Refused(f"{why_back(returned)} Correct that one instead.")
    expected = open_expectation(commitment)
    check_answers(expected.round if expected else None, answers.to_round)
    last = last_check_in(commitment)
    check_in = CheckIn(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        number=last.number + 1 if last else 1,
        submitted_on=today,
        is_returned=False,
    )
    if expected is not None:  # Setting None would clear the keys that all these share.
        check_in.expected, check_in.round = expected, expected.round
    commitment.check_ins.append(check_in)
    check_in.add_version(answers, by=by, now=now)
    _answer_expectation(check_in)
    return check_in


def correct_check_in(
    check_in: CheckIn, answers: Answers, *, reason: str, by: User, now: datetime
) -> CheckInVersion:
    """Append a corrected version, with its reason. What was said before stays on record."""
    refuse_correction(check_in, answers)
    version = check_in.add_version(answers, by=by, now=now, reason=reason)
    _answer_expectation(check_in)
    return version


def refuse_correction(check_in: CheckIn, answers: Answers) -> None:
    """Refuse to say the same again, unless it came back, and what its round cannot take."""
    refuse_unless_reportable(check_in.commitment)
    is_back = check_in.is_returned or check_in.is_retracted
    if answers == check_in.current.answers and not is_back:
        raise Refused("Your answers are the same as before. Change what was wrong, or cancel.")
    check_answers(check_in.round, answers.to_round)


def passed_step(answers: Answers, today: date) -> date | None:
    """Return the day of the next step if it lies behind us."""
    day = answers.next_step_on
    return day if day is not None and day < today else None


def refuse_past_step(answers: Answers, today: date) -> None:
    """Refuse a next step that lies behind us."""
    if passed_step(answers, today) is not None:
        raise Refused(f"The date of the next step must be {long_date(today)} or later", "next_step_on")


def offer_nothing_changed(commitment: Commitment, today: date) -> NothingChangedOffer:
    """Offer the last published answers to be confirmed, or refuse and say why a check-in is needed."""
    refuse_unless_reportable(commitment)
    expected = open_expectation(commitment)
    if expected is not None and any(question.is_required for question in expected.round.questions):
        raise Refused("This round asks something of its own, so answer it in the form.")
    previous = last_check_in(commitment)
    if previous is None:
        raise Refused("This is the first check-in, so there is nothing to confirm yet.")
    if previous.is_returned or previous.is_retracted or previous.is_waiting:
        raise Refused("The last check-in is not published yet, so it cannot be confirmed.")
    entry = commitment.register_entry
    if entry is None or is_stale(entry, today):
        since = long_date(previous.submitted_on)
        raise Refused(f"The last check-in, of {since}, is too old to be confirmed.")
    next_step_on = previous.current.next_step_on
    if next_step_on is None or next_step_on < today:
        raise Refused("The date of the next step you named has passed, so say what became of it.")
    return NothingChangedOffer(previous, needs_sentence=previous.current.nothing_changed)


def answers_unchanged(commitment: Commitment, today: date, sentence: str | None = None) -> Answers:
    """Return the previous answers, said again; the second time running they need a sentence of their own."""
    offer = offer_nothing_changed(commitment, today)
    if offer.needs_sentence and not sentence:
        raise Refused("Say in a sentence why nothing has changed since the check-in before last.", "why")
    what_changed = f"Nothing has changed since {long_date(_last_change(commitment).submitted_on)}."
    if sentence:
        what_changed = f"{what_changed} {sentence}"
    return replace(
        offer.previous.current.answers, what_changed=what_changed, to_round=(), nothing_changed=True
    )


def _last_change(commitment: Commitment) -> CheckIn:
    """Return the last check-in in which something was new. The first one always is."""
    in_order = sorted(commitment.check_ins, key=lambda row: row.number)
    return next((row for row in reversed(in_order) if not row.current.nothing_changed), in_order[0])


def _answer_expectation(check_in: CheckIn) -> None:
    """Mark the place in the round as taken on the day the report was first made, and end its reminders."""
    if check_in.expected is not None:
        check_in.expected.reported_on = check_in.submitted_on
        check_in.expected.next_reminder_on = None
