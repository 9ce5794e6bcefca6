"""Reads of what organisations do together: one names the other as partner, or a third names both.

A partner is found by a projection beside the register, so no row of the register is ever counted twice.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, and_, or_, select, tuple_, union

from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.register import RegisterPartner
from equity_tracker.model.status import PartnerState
from equity_tracker.public.queries.conditions import Condition, visible
from equity_tracker.public.queries.tables import LIGHTS, AnyRow, Entry, Published, read

_table: Any = RegisterPartner.__table__
_partners: Table = _table
Named = _partners.c
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


def _takes_part(organisation_id: int) -> Condition:
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
    mine = select(Entry.id).where(visible(today), _takes_part(organisation_id))
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
            visible(today),
        ),
    )
    return read(
        select(Published.payload).where(
            _is_current_organisation(today),
            Published.organisation_id.in_(others),
            Published.organisation_id != organisation_id,
        )
    ).all()


def list_known(slugs: Collection[str], today: date) -> set[str]:
    """Return those of the slugs under which the public finds an organisation."""
    if not slugs:
        return set()
    found = select(Published.slug).where(_is_current_organisation(today), Published.slug.in_(slugs))
    return set(read(found).scalars())


def _is_current_organisation(today: date) -> Condition:
    return and_(
        Published.kind == PublicationKind.ORGANISATION,
        Published.is_current,
        Published.public_from <= today,
        Published.retracted_on.is_(None),
    )
