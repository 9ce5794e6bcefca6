"""Whom a message from the public goes to."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.programme import Programme, Visibility
from equity_tracker.programmes.queries import list_coordinators


def list_programmes(today: date) -> Sequence[Programme]:
    """Return the programmes that the public may know of, in alphabetical order."""
    rows = db.session.scalars(
        select(Programme)
        .where(Programme.visibility == Visibility.PUBLIC, Programme.is_practice.is_(False))
        .order_by(Programme.name, Programme.id)
    ).all()
    return [row for row in rows if row.is_public(today)]


def list_addresses(programme: Programme | None, operator: str) -> list[str]:
    """Return who reads it: a programme's coordinators, or else whoever runs the register."""
    coordinators = [person.email for person in list_coordinators(programme)] if programme else []
    return sorted(set(coordinators)) or [operator]
