"""When a commitment is next due and from when it is stale: dates that are kept, so that lists use an index.

The dates are written here and nowhere else. The words for them are in `equity_tracker.model.status`.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from equity_tracker.model import thresholds
from equity_tracker.model.dates import add_months

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.round import ExpectedCheckIn

# A commitment with no rounds to answer to goes stale after a year without a report.
STALE_MONTHS = thresholds.STALE_MONTHS
# Days from the due date on which somebody is reminded; the owner before, the approver too at the end.
REMINDER_DAYS = (-30, -7, -1, 1, 7)


def outstanding(commitment: "Commitment") -> "ExpectedCheckIn | None":
    """Return the earliest check-in still owed: a later report clears what was missed before it."""
    rows = commitment.expected_check_ins
    owed = [row for row in rows if row.is_outstanding and row.due_on > _cleared_until(commitment)]
    return min(owed, key=lambda row: row.due_on, default=None)


def _cleared_until(commitment: "Commitment") -> date:
    """Return the day up to which everything expected has been answered, or overtaken by a later report."""
    answered = [row.due_on for row in commitment.expected_check_ins if row.reported_on is not None]
    return max(answered + _reported(commitment), default=date.min)


def _is_reminded_of(row: "ExpectedCheckIn", commitment: "Commitment") -> bool:
    """Say whether anybody is still reminded of it: not of what was reported, missed for good or overtaken."""
    is_open = row.is_outstanding and not row.is_missed
    return commitment.is_live and is_open and row.due_on > _cleared_until(commitment)


def refresh_reporting(commitment: "Commitment") -> None:
    """Write the dates that reporting, staleness and reminders are read from."""
    commitment.last_reported_on = max(_reported(commitment), default=None)
    owed = outstanding(commitment) if commitment.is_live else None
    commitment.next_due_on = owed.due_on if owed else None
    commitment.grace_until = owed.grace_until if owed else None
    commitment.stale_from = _stale_from(commitment)
    for row in commitment.expected_check_ins:
        if not _is_reminded_of(row, commitment):
            row.next_reminder_on = None


def _reported(commitment: "Commitment") -> list[date]:
    """Return the days of the reports that stand: of one that went back, an earlier version may be public.

    One that was taken back does not stand.
    """
    return [
        check_in.submitted_on
        for check_in in commitment.check_ins
        if not check_in.is_retracted and (not check_in.is_returned or check_in.published_version is not None)
    ]


def _stale_from(commitment: "Commitment") -> date | None:
    if not commitment.is_published or commitment.imported is not None:
        return None
    since = commitment.last_reported_on or commitment.first_published_on
    moments = [add_months(since, STALE_MONTHS)] if since else []
    if commitment.grace_until is not None:
        moments.append(commitment.grace_until + timedelta(days=1))
    return min(moments, default=None)


def next_reminder_day(due_on: date, after: date) -> date | None:
    """Return the first reminder day later than `after`, or None when the mails to the owner are used up."""
    days = (due_on + timedelta(days=offset) for offset in REMINDER_DAYS)
    return next((day for day in days if day > after), None)
