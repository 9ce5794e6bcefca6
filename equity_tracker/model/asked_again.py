"""When *still in place?* is asked and its silence shown: rules over dates alone."""

from datetime import date, timedelta

from equity_tracker.model.dates import add_months

COMPLETED = {"met_on_time", "met_late", "partly_met"}
MONTHS_AFTER = 12
# Days from the due date on which somebody is reminded, and after which the silence is shown (our wording).
REMINDED_AFTER = (0, 30)
ANSWERED_WITHIN = timedelta(days=60)


def due_on(close_reason: str | None, closed_on: date | None) -> date | None:
    """Return when the question is due: closed 31 March 2027, due 31 March 2028. None when it never is."""
    if close_reason not in COMPLETED or closed_on is None:
        return None
    return add_months(closed_on, MONTHS_AFTER)


def is_not_answered(due: date, *, programme_closed_on: date | None, today: date) -> bool:
    """Say whether silence is shown: sixty days after it was due, in a programme that still asked."""
    answered_by = due + ANSWERED_WITHIN
    still_asked = programme_closed_on is None or programme_closed_on > answered_by
    return still_asked and today > answered_by


def next_reminder_day(due: date, after: date) -> date | None:
    """Return the first reminder day later than `after`, or None when the mails are used up."""
    days = (due + timedelta(days=offset) for offset in REMINDED_AFTER)
    return next((day for day in days if day > after), None)
