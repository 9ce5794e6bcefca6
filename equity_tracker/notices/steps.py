"""Which reminder a check-in has come to, and whether it is due this morning. Nothing is read or sent here."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.reporting import REMINDER_DAYS, next_reminder_day
from equity_tracker.model.still_in_place import StillInPlace

# Nobody is reminded of anything at night: from seven on the wall where the organisation is.
MORNING = time(7)
# The first step after the due date at which those who approve are told as well.
APPROVERS_FROM = 7
# A coordinator hears of what the owner's and the approver's own reminders have not brought.
COORDINATOR_AFTER = timedelta(days=7)


class Notice(StrEnum):
    """The kinds of mail that people are reminded by. Each is also the folder of its templates."""

    BEFORE_DUE = "reminder_before_due"
    OVERDUE = "reminder_overdue"
    WEEKLY = "coordinator_weekly"
    STILL_IN_PLACE = "still_in_place"


def local(now: datetime, zone: str) -> datetime:
    """Return the moment as the clock on the wall in `zone` has it."""
    return now.astimezone(ZoneInfo(zone))


@lru_cache(maxsize=1000)
def latest_step(due_on: date, today: date) -> int | None:
    """Return the last step that has come, in days from the due date: after a pause only that one is sent."""
    return max((days for days in REMINDER_DAYS if due_on + timedelta(days=days) <= today), default=None)


def notice_of(step: int) -> Notice:
    return Notice.OVERDUE if step > 0 else Notice.BEFORE_DUE


def steps_after(due_on: date, opened_on: date) -> list[tuple[int, date]]:
    """Return the reminders of a round opened on that day: days from the due date, and the day they go out."""
    found = []
    day = next_reminder_day(due_on, after=opened_on)
    while day is not None:
        found.append(((day - due_on).days, day))
        day = next_reminder_day(due_on, after=day)
    return found


def first_weekly_on(due_on: date) -> date:
    """Return the Monday whose mail to the coordinators is the first that names what was due then."""
    heard = due_on + COORDINATOR_AFTER + timedelta(days=1)
    return heard + timedelta(days=-heard.weekday() % 7)


def is_asked(question: StillInPlace) -> bool:
    """Say whether anybody still asks about it: an open programme, of a commitment that is closed."""
    commitment = question.commitment
    return question.answered_on is None and commitment.is_closed and sends(commitment)


def sends(commitment: Commitment) -> bool:
    """Say whether its programme tells anybody anything: one that is closed does not, nor does practice."""
    return not (commitment.programme.is_closed or commitment.programme.is_practice)
