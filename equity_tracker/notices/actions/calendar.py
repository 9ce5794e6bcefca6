"""The secret address of a person's calendar: made, replaced, ended."""

from datetime import datetime

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.calendar_link import CalendarLink
from equity_tracker.model.people import User
from equity_tracker.model.tokens import new_token


def make_calendar_link(user: User, *, now: datetime) -> str:
    """Make a new link and end the one before. Only the answer to this request ever shows its token."""
    _end(user, now)
    token, token_hash = new_token()
    db.session.add(CalendarLink.of(user, token_hash, now=now))
    _note(user, ActivityKind.CALENDAR_LINK_MADE, now)
    db.session.flush()
    return token


def end_calendar_link(user: User, *, now: datetime) -> None:
    """End the link, so that whoever holds it finds nothing. Ending none is no fault."""
    if _end(user, now):
        _note(user, ActivityKind.CALENDAR_LINK_ENDED, now)
    db.session.flush()


def _end(user: User, now: datetime) -> bool:
    # Of two who press at once the second waits here, and then ends what the first has made.
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    link = db.session.scalar(
        select(CalendarLink)
        .where(CalendarLink.user_id == user.id, CalendarLink.ended_at.is_(None))
        .with_for_update()
    )
    if link is None:
        return False
    link.ended_at = now
    db.session.flush()
    return True


def _note(user: User, kind: ActivityKind, now: datetime) -> None:
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=user,
            subject_kind="person",
            subject_id=user.public_id,
            subject_name=user.name,
        )
    )
