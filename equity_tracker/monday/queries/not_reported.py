"""Which check-ins have not come: overdue, not reported, never reported, in open rounds and in past ones.

A later report clears what was missed before it, so that nobody is asked for what has been overtaken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.status import Reporting
from equity_tracker.monday.queries.contacts import Contact, contacts_of
from equity_tracker.monday.queries.scope import AnySelect, Cursor, Post, everything, is_live, posts_of

SHAPE = (str, int, date, int)


@dataclass(frozen=True)
class Narrowing:
    """What a coordinator asked to see of the list; None is everything."""

    round_id: str | None = None
    kind: str | None = None
    organisations: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Unreported:
    """One check-in that has not come, who to ring about it, and what was tried."""

    place: tuple[str, int, date, int]
    organisation: str
    organisation_slug: str
    organisation_kind: str
    commitment_id: str
    title: str
    round_name: str
    due_on: date
    grace_until: date
    days_late: int
    state: Reporting
    owner: Post | None
    sponsor: Post | None
    reminders: int
    last_reminded_on: date | None
    contact: Contact


@dataclass(frozen=True)
class NotReportedCount:
    """How many check-ins have not come, of how many commitments and organisations."""

    check_ins: int
    commitments: int
    organisations: int


def list_unreported(
    programme: Programme,
    narrowing: Narrowing,
    *,
    today: date,
    most: int,
    after: Cursor | None = None,
) -> list[Unreported]:
    """Return the check-ins that have not come, by organisation, then by date.

    :param after: go on below the row with this place.
    """
    place = (Organisation.sort_name, Organisation.id, ExpectedCheckIn.due_on, ExpectedCheckIn.id)
    rows = (
        _owed(programme, narrowing, today)
        .with_only_columns(
            *(column.label(f"place_{number}") for number, column in enumerate(place)),
            Organisation.id.label("organisation_id"),
            Organisation.name,
            Organisation.slug,
            Organisation.kind,
            Commitment.id.label("commitment"),
            Commitment.public_id,
            Commitment.title,
            Commitment.last_reported_on,
            Round.name.label("round_name"),
            ExpectedCheckIn.due_on,
            ExpectedCheckIn.grace_until,
            ExpectedCheckIn.reminders,
            ExpectedCheckIn.last_reminded_on,
        )
        .order_by(*place)
        .limit(most)
    )
    if after is not None:
        rows = rows.where(tuple_(*place) > tuple_(*after))
    return _with_people(programme, db.session.execute(rows).all(), today)


def all_unreported(programme: Programme, narrowing: Narrowing, *, today: date) -> Iterator[Unreported]:
    """Yield the whole list, for a file or a paper."""

    def read(after: Cursor | None, most: int) -> Sequence[Unreported]:
        return list_unreported(programme, narrowing, today=today, most=most, after=after)

    return everything(read, lambda row: row.place)


def count_unreported(programme: Programme, narrowing: Narrowing, *, today: date) -> NotReportedCount:
    counted = _owed(programme, narrowing, today).with_only_columns(
        func.count(),
        func.count(ExpectedCheckIn.commitment_id.distinct()),
        func.count(ExpectedCheckIn.organisation_id.distinct()),
    )
    return NotReportedCount(*db.session.execute(counted).one())


def list_rounds_owed(programme: Programme, *, today: date) -> list[tuple[str, str]]:
    """Return the rounds that wait for something, the latest first: public id and name."""
    rows = (
        _owed(programme, Narrowing(), today)
        .with_only_columns(Round.public_id, Round.name, Round.number)
        .distinct()
        .order_by(Round.number.desc())
    )
    return [(public_id, name) for public_id, name, _ in db.session.execute(rows)]


def list_kinds_owing(programme: Programme, *, today: date) -> list[str]:
    """Return the kinds of the organisations that the list is about."""
    rows = _owed(programme, Narrowing(), today).with_only_columns(Organisation.kind).distinct()
    return sorted(db.session.scalars(rows))


def is_owed(today: date) -> ColumnElement[bool]:
    """Say in SQL that a check-in was due, has not come, and has not been overtaken by a later report."""
    later = aliased(ExpectedCheckIn)
    # Of the commitment, not of the check-in: SQLite would ask it first of all, and it rules out the fewest.
    overtaken = exists().where(
        later.organisation_id == Commitment.organisation_id,
        later.commitment_id == Commitment.id,
        later.reported_on.is_not(None),
        later.due_on >= ExpectedCheckIn.due_on,
    )
    return and_(
        ExpectedCheckIn.reported_on.is_(None),
        ExpectedCheckIn.settled_on.is_(None),
        ExpectedCheckIn.due_on < today,
        is_live(),
        or_(Commitment.last_reported_on.is_(None), Commitment.last_reported_on < ExpectedCheckIn.due_on),
        ~overtaken,
    )


def _owed(programme: Programme, narrowing: Narrowing, today: date) -> AnySelect:
    rows = (
        select(ExpectedCheckIn)
        .join(Commitment, Commitment.id == ExpectedCheckIn.commitment_id)
        .join(Organisation, Organisation.id == ExpectedCheckIn.organisation_id)
        .join(Round, Round.id == ExpectedCheckIn.round_id)
        .where(ExpectedCheckIn.programme_id == programme.id, is_owed(today))
    )
    if narrowing.round_id is not None:
        rows = rows.where(Round.public_id == narrowing.round_id)
    if narrowing.kind is not None:
        rows = rows.where(Organisation.kind == narrowing.kind)
    if narrowing.organisations is not None:
        rows = rows.where(Organisation.slug.in_(narrowing.organisations))
    return rows


def _with_people(programme: Programme, rows: Sequence[Any], today: date) -> list[Unreported]:
    posts = posts_of(programme, [row.commitment for row in rows])
    contacts = contacts_of(programme, sorted({row.organisation_id for row in rows}))
    return [
        Unreported(
            place=(row.place_0, row.place_1, row.place_2, row.place_3),
            organisation=row.name,
            organisation_slug=row.slug,
            organisation_kind=row.kind,
            commitment_id=row.public_id,
            title=row.title or "Untitled commitment",
            round_name=row.round_name,
            due_on=row.due_on,
            grace_until=row.grace_until,
            days_late=(today - row.due_on).days,
            state=_state(row, today),
            owner=posts.get((row.commitment, OwnerRole.OWNER)),
            sponsor=posts.get((row.commitment, OwnerRole.SPONSOR)),
            reminders=row.reminders,
            last_reminded_on=row.last_reminded_on,
            contact=contacts[row.organisation_id],
        )
        for row in rows
    ]


def _state(row: Any, today: date) -> Reporting:  # noqa: ANN401 - a database row, by name
    if row.grace_until >= today:
        return Reporting.OVERDUE
    return Reporting.NEVER_REPORTED if row.last_reported_on is None else Reporting.NOT_REPORTED
