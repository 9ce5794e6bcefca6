"""Which reminder a check-in has come to, and whether it is due this morning. Nothing is read or sent here."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.reporting import REMINDER_DAYS
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from equity_tracker.model.still_in_place import StillInPlace

# Nobody is reminded of anything at night: from seven on the wall where the organisation is.
MORNING = time(7)
# The first step after the due date at which those who approve are told as well.
APPROVERS_FROM = 7


class Notice(StrEnum):
    """The kinds of mail that people are reminded by. Each is also the folder of its templates."""

    BEFORE_DUE = "reminder_before_due"
    OVERDUE = "reminder_overdue"
    WEEKLY = "coordinator_weekly"
    STILL_IN_PLACE = "still_in_place"


def local(now: datetime, zone: str) -> datetime:
    """Return the moment as the clock on the wall in `zone` has it."""
    return now.astimezone(ZoneInfo(zone))


def latest_step(due_on: date, today: date) -> int | None:
    """Return the last step that has come, in days from the due date: after a pause only that one is sent."""
    return max((days for days in REMINDER_DAYS if due_on + timedelta(days=days) <= today), default=None)


def notice_of(step: int) -> Notice:
    return Notice.OVERDUE if step > 0 else Notice.BEFORE_DUE


def is_asked(question: StillInPlace) -> bool:
    """Say whether anybody still asks about it: an open programme, of a commitment that is closed."""
    commitment = question.commitment
    return question.answered_on is None and commitment.is_closed and _sends(commitment)


def is_wanted(row: ExpectedCheckIn) -> bool:
    """Say whether this check-in is still asked for, by an open round of an open programme."""
    commitment = row.commitment
    # A later report clears what was missed before it.
    is_cleared = commitment.last_reported_on is not None and commitment.last_reported_on >= row.due_on
    return (
        row.is_outstanding
        and not row.is_missed
        and not is_cleared
        and row.round.state is RoundState.OPEN
        and commitment.is_live
        and _sends(commitment)
    )


def _sends(commitment: Commitment) -> bool:
    """Say whether its programme tells anybody anything: one that is closed does not, nor does practice."""
    return not (commitment.programme.is_closed or commitment.programme.is_practice)
