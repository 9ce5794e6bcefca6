"""A valid schedule of a report, with few arguments."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.model.report_rule import DateRule, Every
from equity_tracker.model.report_schedule import ReportRecipient, ReportSchedule

SECOND_MONDAY = DateRule(Every.QUARTER, week=2, weekday=0)


def make_schedule(programme: Programme, *, by: User, now: datetime) -> ReportSchedule:
    """Return one that comes on the second Monday of each quarter, to whoever set it and to one address."""
    schedule = ReportSchedule(
        programme=programme,
        kind=ReportKind.PROGRAMME_REPORT,
        edition=Edition.INTERNAL,
        sections=[],
        next_on=now.date(),
        created_by=by,
        created_at=now,
    )
    schedule.follow(SECOND_MONDAY, now.date())
    db.session.add(schedule)
    db.session.flush()
    for user, address in ((by, None), (None, "chair@elsewhere.example.org")):
        schedule.recipients.append(
            ReportRecipient(programme_id=programme.id, user=user, address=address, added_at=now)
        )
    return schedule
