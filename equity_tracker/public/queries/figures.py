"""Counts of the register: by form, domain, level and light, by organisation, and round by round."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, select

from equity_tracker.counted_once import once
from equity_tracker.model import status
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.public.queries.conditions import (
    Condition,
    delivery_light,
    is_stale,
    reporting_light,
    visible,
)
from equity_tracker.public.queries.tables import LIGHTS, AnyRow, Entry, Published, entries, publications, read


def _scope(today: date, programme_id: int | None) -> list[Condition]:
    found = [visible(today)]
    return found if programme_id is None else [*found, Entry.programme_id == programme_id]


def count_by_subject(today: date, programme_id: int | None = None) -> Sequence[AnyRow]:
    """Count by all that a commitment is about, once for every page that adds these up in its own way."""
    about = (Entry.form, Entry.domain, Entry.level, Entry.inequality, Entry.additionality)
    return read(
        select(*about, func.count().label("number")).where(*_scope(today, programme_id)).group_by(*about)
    ).all()


def count_by_light(today: date, programme_id: int | None = None) -> Sequence[AnyRow]:
    """Count by both lights, how far delivery has got, form, and what an outside source said.

    Both lights are worked out for each row, which of 100,000 takes longer than all else on a page.
    """
    return once(("lights", programme_id), today, lambda: _count_by_light(today, programme_id))


def _count_by_light(today: date, programme_id: int | None) -> Sequence[AnyRow]:
    inner = (
        select(
            Entry.form,
            reporting_light(today).label("reporting"),
            delivery_light(today).label("outlook"),
            _got_so_far(today).label("delivery"),
            Entry.source_status,
        )
        .where(*_scope(today, programme_id))
        .subquery()
    )
    return read(select(*inner.c, func.count().label("number")).group_by(*inner.c)).all()


def _got_so_far(today: date) -> ColumnElement[str]:
    """Give how far delivery had got when last reported; what is too old is not told as if current."""
    return case(
        (and_(Entry.delivery.is_not(None), is_stale(today)), status.STALE),
        (Entry.delivery.is_not(None), Entry.delivery),
        (Entry.closed_on.is_not(None), status.CLOSED),
        (Entry.source_status.is_not(None), status.AS_SOURCED),
        else_=status.NOTHING_YET,
    )


def count_by_move(today: date, programme_id: int | None = None) -> Sequence[AnyRow]:
    """Count the commitments with a check-in by what was first published and what was last confirmed."""
    about = (
        Entry.first_level,
        Entry.confirmed_level,
        Entry.first_distribution,
        Entry.confirmed_distribution,
    )
    holds = (Entry.form == Form.COMMITMENT, Entry.confirmed_level.is_not(None))
    return read(
        select(*about, func.count().label("number"))
        .where(*_scope(today, programme_id), *holds)
        .group_by(*about)
    ).all()


def count_by_organisation(today: date, programme_id: int | None = None) -> Sequence[AnyRow]:
    """Count what each organisation holds, and how much of it is commitments, with the name it has now.

    Counted from an index alone; the names are then read from one row of each.
    """
    held = (
        select(
            Entry.organisation_id,
            func.min(Entry.id).label("one_of_them"),
            func.count().label("number"),
            func.sum(case((Entry.form == Form.COMMITMENT, 1), else_=0)).label("commitments"),
        )
        .where(*_scope(today, programme_id))
        .group_by(Entry.organisation_id)
        .subquery()
    )
    return read(
        select(
            held.c.organisation_id,
            Entry.organisation_slug.label("slug"),
            Entry.organisation_name.label("name"),
            held.c.number,
            held.c.commitments,
        ).join_from(held, entries, Entry.id == held.c.one_of_them)
    ).all()


def count_by_programme(today: date) -> Sequence[AnyRow]:
    """Count the commitments and the statements of intent of each programme."""
    about = (Entry.programme_id, Entry.form)
    return read(select(*about, func.count().label("number")).where(visible(today)).group_by(*about)).all()


def count_organisations(today: date) -> int:
    """Count the organisations that hold a commitment."""
    distinct = func.count(Entry.organisation_id.distinct())
    holds = Entry.form == Form.COMMITMENT
    return read(select(distinct).where(visible(today), holds)).scalar() or 0


def list_rounds(today: date, programme_id: int | None = None) -> Sequence[AnyRow]:
    """Return what each closed round came to, oldest first."""
    statement = select(Published.programme_id, Published.payload).where(
        Published.kind == PublicationKind.ROUND, Published.is_current, Published.public_from <= today
    )
    if programme_id is not None:
        statement = statement.where(Published.programme_id == programme_id)
    return read(statement.order_by(Published.happened_on, Published.id)).all()


def list_latest_check_ins(today: date, *, limit: int, programme_id: int | None = None) -> Sequence[AnyRow]:
    """Return the check-ins published last, newest first, each with its commitment."""
    statement = (
        select(
            Entry.public_id,
            Entry.slug,
            Entry.title,
            Entry.organisation_name,
            Published.happened_on,
            *LIGHTS,
        )
        .join_from(publications, entries, Entry.public_id == Published.about_id)
        .where(
            Published.kind == PublicationKind.CHECK_IN,
            Published.is_current,
            Published.public_from <= today,
            Published.retracted_on.is_(None),
            visible(today),
        )
    )
    if programme_id is not None:
        statement = statement.where(Published.programme_id == programme_id)
    return read(statement.order_by(Published.happened_on.desc(), Published.id.desc()).limit(limit)).all()
