"""Reads of what organisations do together: one names the other as partner, or a third names both.

A partner is found by a projection beside the register, so no row of the register is ever counted twice.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, and_, bindparam, or_, select, tuple_, union

from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.status import PartnerState
from equity_tracker.public.queries.conditions import TODAY, Condition, Day, visible
from equity_tracker.public.queries.tables import (
    LIGHTS,
    AnyRow,
    Entry,
    Named,
    Published,
    entries,
    partners,
    read,
)

SHAPE = (str, int)
LISTED = (
    Entry.id,
    Entry.public_id,
    Entry.slug,
    Entry.title,
    Entry.sort_title,
    Entry.form,
    Entry.organisation_id,
    Entry.organisation_name,
    *LIGHTS,
)


def _takes_part(organisation_id: int | BindParameter[int]) -> Condition:
    """Say which entries the organisation holds, or is named in without having declined."""
    named = select(Named.entry_id).where(
        Named.organisation_id == organisation_id, Named.state != PartnerState.DECLINED.value
    )
    return or_(Entry.organisation_id == organisation_id, Entry.id.in_(named))


def list_joint_work(
    first_id: int, second_id: int, today: date, *, after: Sequence[Any] | None, limit: int
) -> Sequence[AnyRow]:
    """Return the commitments both take part in, by title."""
    rows = select(*LISTED).where(visible(today), _takes_part(first_id), _takes_part(second_id))
    if after is not None:
        rows = rows.where(tuple_(Entry.sort_title, Entry.id) > tuple_(*after))
    return read(rows.order_by(Entry.sort_title, Entry.id).limit(limit)).all()


def list_parts(entry_ids: Collection[int], organisation_ids: Collection[int]) -> Sequence[AnyRow]:
    """Return what these organisations do in these commitments, where they are named as partners."""
    return read(
        select(Named.entry_id, Named.organisation_id, Named.role, Named.state).where(
            Named.entry_id.in_(entry_ids), Named.organisation_id.in_(organisation_ids)
        )
    ).all()


def list_companions(organisation_id: int, today: date) -> Sequence[AnyRow]:
    """Return the public facts of those that the organisation does something together with."""
    return read(_companions(), {"organisation_id": organisation_id, "today": today}).all()


@cache
def _companions() -> Select[Any]:
    organisation_id = bindparam("organisation_id", type_=Integer)
    mine = select(Entry.id).where(visible(TODAY), _takes_part(organisation_id))
    others = union(
        select(Named.organisation_id).where(
            Named.entry_id.in_(mine), Named.state != PartnerState.DECLINED.value
        ),
        select(Entry.organisation_id).where(
            Entry.id.in_(
                select(Named.entry_id).where(
                    Named.organisation_id == organisation_id, Named.state != PartnerState.DECLINED.value
                )
            ),
            visible(TODAY),
        ),
    )
    return select(Published.payload).where(
        _is_current_organisation(TODAY),
        Published.organisation_id.in_(others),
        Published.organisation_id != organisation_id,
    )


def list_known(public_id: str, today: date) -> set[str]:
    """Return the slugs of those partners of a commitment that the public finds under them."""
    return set(read(_KNOWN, {"public_id": public_id, "today": today}).scalars())


def _is_current_organisation(today: Day) -> Condition:
    return and_(
        Published.kind == PublicationKind.ORGANISATION,
        Published.is_current,
        Published.public_from <= today,
        Published.retracted_on.is_(None),
    )


# Put together once: building a statement costs more than running it.
_KNOWN = select(Published.slug).where(
    _is_current_organisation(TODAY),
    Published.organisation_id.in_(
        select(Named.organisation_id)
        .join_from(partners, entries, Entry.id == Named.entry_id)
        .where(Entry.public_id == bindparam("public_id"))
    ),
)
