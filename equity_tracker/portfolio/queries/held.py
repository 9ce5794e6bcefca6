"""Reads of what a programme has published: its commitments, its check-ins, itself. From publications alone.

For a public report a day is given, and only what the public may read on it is found.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, select

from equity_tracker.extensions import db
from equity_tracker.model.horizon import time_horizon
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.portfolio.gaps import Fact
from equity_tracker.portfolio.held import Held

_Payload = Publication.payload
_FROM_REGISTER = (
    "organisation_id organisation_slug public_id reference title ends_on ends_precision first_level"
    " confirmed_level first_distribution confirmed_distribution outlook delivery last_reported_on next_due_on"
    " grace_until stale_from closed_on close_reason source_status"
).split()
_COLUMNS = (
    *(getattr(RegisterEntry, name) for name in _FROM_REGISTER),
    RegisterEntry.form,
    RegisterEntry.organisation_name,
    RegisterEntry.organisation_kind,
    RegisterEntry.domain,
    RegisterEntry.level,
    RegisterEntry.inequality,
    RegisterEntry.additionality,
    RegisterEntry.made_on,
    _Payload["starts_on"].as_string().label("starts_on"),
    _Payload["actor_position"].as_string().label("actor_position"),
    _Payload["distribution"].as_string().label("distribution"),
)


def list_held(programme: Programme, public_on: date | None = None) -> list[Held]:
    """Return each published commitment and statement of intent, by organisation and title."""
    rows = db.session.execute(
        select(*_COLUMNS)
        .join_from(
            RegisterEntry,
            Publication,
            and_(
                Publication.kind == PublicationKind.COMMITMENT,
                Publication.subject_id == RegisterEntry.public_id,
                Publication.is_current,
            ),
        )
        .where(
            RegisterEntry.programme_id == programme.id,
            RegisterEntry.retracted_on.is_(None),
            *_readable(RegisterEntry.public_from, public_on),
        )
        .order_by(RegisterEntry.sort_title, RegisterEntry.id)
    ).all()
    held = [_held(row) for row in rows]
    return sorted(held, key=lambda row: (sort_name(row.organisation), row.organisation_id))


def list_told_check_ins(programme: Programme, public_on: date | None = None) -> Sequence[Any]:
    """Return the check-ins that stand: the commitment of each, and what was published, the oldest first."""
    found = _told(programme, public_on, Publication.about_id, Publication.payload).where(
        Publication.kind == PublicationKind.CHECK_IN,
        Publication.is_current,
        Publication.retracted_on.is_(None),
    )
    return db.session.execute(found.order_by(Publication.happened_on, Publication.id)).all()


def list_told_promises(programme: Programme, public_on: date | None = None) -> Sequence[Any]:
    """Return every publication of a commitment, each after the one before it."""
    columns = (
        Publication.subject_id,
        Publication.number,
        Publication.payload,
        Publication.note,
        Publication.happened_on,
        Publication.is_current,
        Publication.retracted_on,
        Publication.retraction_reason,
    )
    found = _told(programme, public_on, *columns).where(Publication.kind == PublicationKind.COMMITMENT)
    return db.session.execute(found.order_by(Publication.subject_id, Publication.number)).all()


def list_told_rounds(programme: Programme, public_on: date) -> list[dict[str, Any]]:
    """Return what each closed round came to, as it was published, the first due first."""
    found = _told(programme, public_on, Publication.payload).where(
        Publication.kind == PublicationKind.ROUND, Publication.is_current
    )
    rows = db.session.execute(found.order_by(Publication.happened_on, Publication.id))
    return sorted((row.payload for row in rows), key=lambda payload: payload["due_on"])


def find_told_programme(programme: Programme, public_on: date) -> dict[str, Any] | None:
    """Return what the public reads of the programme itself; None while it may not read of it."""
    found = _told(programme, public_on, Publication.payload).where(
        Publication.kind == PublicationKind.PROGRAMME, Publication.is_current
    )
    payload: dict[str, Any] | None = db.session.scalar(found)
    return payload


def _told(programme: Programme, public_on: date | None, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns
    return select(*columns).where(
        Publication.programme_id == programme.id, *_readable(Publication.public_from, public_on)
    )


def _readable(public_from: SQLColumnExpression[Any], public_on: date | None) -> list[ColumnElement[bool]]:
    return [] if public_on is None else [public_from <= public_on]


def _held(row: Any) -> Held:  # noqa: ANN401 - a database row, by name
    starts_on = date.fromisoformat(row.starts_on) if row.starts_on else row.made_on
    return Held(
        **{name: getattr(row, name) for name in _FROM_REGISTER},
        organisation=row.organisation_name,
        organisation_kind=row.organisation_kind,
        is_statement=row.form is Form.STATEMENT_OF_INTENT,
        fact=Fact(
            domain=row.domain,
            level=row.level,
            inequality=row.inequality,
            additionality=row.additionality,
            actor_position=row.actor_position,
            distribution=row.distribution,
            horizon=time_horizon(starts_on, row.ends_on),
            is_closed=row.closed_on is not None,
        ),
    )
