"""Stopping: whoever gets scheduled reports of a programme by mail ends all of them at once."""

from collections.abc import Sequence
from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.report_schedule import ReportRecipient, StoppedReports
from equity_tracker.scheduling import queries


def stop(recipient: ReportRecipient, *, hashes: Sequence[str], now: datetime) -> None:
    """Send no more of this programme's reports, and let no coordinator begin anew with an address.

    :param hashes: the forms of the address under which we may know it; the last is the newest.
    """
    if recipient.stopped_at is not None:
        return
    for row in queries.list_same(recipient):
        row.stop(now)
    if recipient.user_id is None and not queries.find_stopped(recipient.programme_id, hashes):
        db.session.add(
            StoppedReports(programme_id=recipient.programme_id, address_hash=hashes[-1], stopped_at=now)
        )
    schedule = recipient.schedule
    db.session.add(
        Activity(
            kind=ActivityKind.REPORT_SCHEDULE_STOPPED,
            at=now,
            actor=None,
            programme_id=schedule.programme_id,
            subject_kind="report_schedule",
            subject_id=schedule.public_id,
            subject_name=schedule.name,
        )
    )
    db.session.flush()
