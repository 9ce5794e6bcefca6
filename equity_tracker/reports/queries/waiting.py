"""Which reports and board papers are to be made, are being made, or lie somewhere, whosever they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import MOST_ATTEMPTS, BoardPaper, Report, ReportState

Kind = type[Report] | type[BoardPaper]
KINDS: tuple[Kind, ...] = (BoardPaper, Report)


def scope_of(kind: Kind) -> InstrumentedAttribute[int]:
    """Return the column that says whose it is."""
    return BoardPaper.programme_id if kind is BoardPaper else Report.organisation_id


def find_scope(kind: Kind, row_id: int) -> int | None:
    """Return the id of the organisation or programme that a row belongs to."""
    return db.session.scalar(
        select(scope_of(kind)).where(kind.id == row_id).execution_options(every_organisation=True)
    )


def list_to_make(now: datetime, *, most: int, kind: Kind = Report) -> Sequence[int]:
    """Return the ids of what nobody is making: what people wait for first, then the oldest."""
    return db.session.scalars(
        select(kind.id)
        .where(
            kind.state == ReportState.WAITING,
            or_(kind.lease_until.is_(None), kind.lease_until < now),
            kind.attempts < MOST_ATTEMPTS,
        )
        .order_by(kind.requested_by_id.is_(None), kind.id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def list_all_to_make(now: datetime, *, most: int) -> list[tuple[Kind, int]]:
    """Return what is to be made of every kind. For a board paper, a person always waits."""
    return [(kind, row_id) for kind in KINDS for row_id in list_to_make(now, most=most, kind=kind)][:most]


def count_being_made(now: datetime) -> int:
    """Count what somebody is making now."""
    return sum(
        db.session.scalar(
            select(func.count(kind.id))
            .where(kind.state == ReportState.WAITING, kind.lease_until >= now)
            .execution_options(every_organisation=True)
        )
        or 0
        for kind in KINDS
    )


def is_being_made(kind: Kind, scope_id: int, now: datetime) -> bool:
    """Say whether somebody is making one of this organisation, or programme, now."""
    query: Any = select(kind.id).where(
        scope_of(kind) == scope_id, kind.state == ReportState.WAITING, kind.lease_until >= now
    )
    return db.session.scalar(query.limit(1)) is not None


def list_known_keys(keys: Sequence[str]) -> set[str]:
    """Return under which of the keys a report or a board paper lies."""
    return {
        key
        for kind in KINDS
        for key in db.session.scalars(
            select(kind.file_key).where(kind.file_key.in_(keys)).execution_options(every_organisation=True)
        )
        if key is not None
    }


def list_in_hand() -> set[str]:
    """Return the public ids of organisations and programmes for which somebody has taken one up.

    However long ago: a worker that comes back late may still say where its file is.
    """
    scopes = ((BoardPaper, Programme), (Report, Organisation))
    return {
        public_id
        for kind, scope in scopes
        for public_id in db.session.scalars(
            select(scope.public_id)
            .join(kind, scope_of(kind) == scope.id)
            .where(kind.state == ReportState.WAITING, kind.lease_until.is_not(None))
            .execution_options(every_organisation=True)
        )
    }
