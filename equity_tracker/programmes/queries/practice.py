"""Reads of practice programmes: which there are, and what they would have sent."""

from collections.abc import Sequence

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.programme import Programme


def list_practice() -> Sequence[Programme]:
    """Return the practice programmes that are open."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.is_practice.is_(True), Programme.closed_on.is_(None))
        .order_by(Programme.name, Programme.id)
    ).all()


def list_unsent(programme: Programme, *, most: int) -> Sequence[OutgoingEmail]:
    """Return what would have been sent last."""
    return db.session.scalars(
        select(OutgoingEmail)
        .where(OutgoingEmail.programme_id == programme.id, OutgoingEmail.state == EmailState.NOT_SENT)
        .order_by(OutgoingEmail.id.desc())
        .limit(most)
    ).all()
