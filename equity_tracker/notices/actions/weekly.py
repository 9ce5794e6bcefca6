"""The weekly mail: what a programme still waits for, to each of its coordinators."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.programme import Programme
from equity_tracker.notices import emails, queries
from equity_tracker.notices.steps import COORDINATOR_AFTER, MORNING, local
from equity_tracker.programmes.queries import list_coordinators


def write_weekly(programme: Programme, now: datetime) -> int:
    """Write this week's mail to each coordinator who has not had it; none when nothing is awaited."""
    written = 0
    for coordinator in list_coordinators(programme):
        if not coordinator.wants_weekly_mail:
            continue
        on_the_wall = local(now, coordinator.time_zone or programme.coordinating_body.time_zone)
        today = on_the_wall.date()
        if today.weekday() == 0 and on_the_wall.time() < MORNING:
            continue
        # As of the Monday, so that a week that began with nothing to tell stays without a mail.
        monday = today - timedelta(days=today.weekday())
        if queries.find_written([emails.weekly_key(programme, coordinator, monday)]):
            continue
        awaited = queries.list_unreported(programme, monday - COORDINATOR_AFTER)
        if awaited:
            written += _writes(emails.weekly(programme, coordinator, awaited, monday=monday, now=now))
    return written


def _writes(email: OutgoingEmail) -> bool:
    """Write the mail; say so if another clock has just written it."""
    try:
        with db.session.begin_nested():
            db.session.add(email)
    except IntegrityError:
        return False
    return True
