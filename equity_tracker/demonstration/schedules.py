"""A report that comes by itself: of one programme, to its coordinator and to an address of its board."""

from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.model.report_rule import DateRule, Every
from equity_tracker.model.report_schedule import ReportRecipient, ReportSchedule

PROGRAMME = "fairer-harbour"
BOARD = "chair@harbour-board.example.org"


def add_schedule(cast: Cast, moment: Moment) -> None:
    """Let the programme report come on the second Monday of each quarter."""
    programme, by = cast.programmes[PROGRAMME], cast.coordinator(PROGRAMME)
    schedule = ReportSchedule(
        programme=programme,
        kind=ReportKind.PROGRAMME_REPORT,
        edition=Edition.PUBLIC,
        sections=[],
        next_on=moment.today,
        created_by=by,
        created_at=moment.now,
    )
    schedule.follow(DateRule(Every.QUARTER, week=2, weekday=0), moment.today)
    db.session.add(schedule)
    db.session.flush()
    schedule.recipients = [
        ReportRecipient(programme_id=programme.id, user=user, address=address, added_at=moment.now)
        for user, address in ((by, None), (None, BOARD))
    ]
    db.session.add(
        Activity(
            kind=ActivityKind.REPORT_SCHEDULED,
            at=moment.now,
            actor=by,
            programme_id=programme.id,
            subject_kind="report_schedule",
            subject_id=schedule.public_id,
            subject_name=schedule.name,
        )
    )
