"""Reads of the partners of an organisation's commitments, and of whom a typed name may mean."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.commitments.partners import Known
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation, OrganisationAlias, sort_name
from equity_tracker.model.partner import Partner
from equity_tracker.model.slugs import without_accents

MOST_OFFERED = 8
# Fewer letters than this are in too many names to be a question.
SHORTEST_PART = 4


def get_partner(organisation: Organisation, public_id: str) -> Partner:
    """Return one partner of one of the organisation's commitments."""
    return db.session.scalars(
        select(Partner)
        .where(Partner.organisation_id == organisation.id, Partner.public_id == public_id)
        .options(
            joinedload(Partner.partner_organisation),
            joinedload(Partner.commitment).options(
                joinedload(Commitment.programme),
                selectinload(Commitment.partners).joinedload(Partner.partner_organisation),
                selectinload(Commitment.partner_readings),
            ),
        )
    ).one()


def lock_commitment(commitment: Commitment) -> None:
    """Hold the commitment: what is asked and answered about it is written one after the other."""
    held = select(Commitment.id).where(
        Commitment.organisation_id == commitment.organisation_id, Commitment.id == commitment.id
    )
    db.session.execute(held.with_for_update())


def find_organisations(slugs: Iterable[str]) -> dict[str, Organisation]:
    """Return the organisations with these slugs, by slug."""
    wanted = set(slugs)
    if not wanted:
        return {}
    found = db.session.scalars(select(Organisation).where(Organisation.slug.in_(wanted)))
    return {row.slug: row for row in found}


def list_known_by(name: str, organisation: Organisation, *, exact_only: bool = False) -> Sequence[Known]:
    """Return whom a name may mean, by name: the one it fits exactly, or all that it is a part of.

    :param organisation: who asks. It is nobody's partner in its own commitment.
    """
    key = sort_name(name)
    known_as = select(OrganisationAlias.organisation_id).where(OrganisationAlias.folded_name == _alias(name))
    fits = [
        Organisation.sort_name == key,
        func.lower(Organisation.short_name) == name.strip().lower(),
        Organisation.id.in_(known_as),
    ]
    found = _list(or_(*fits), organisation)
    if len(found) == 1:
        return [Known(found[0].slug, found[0].name, is_exact=True)]
    if not found and not exact_only and len(key) >= SHORTEST_PART:
        found = _list(Organisation.sort_name.contains(key, autoescape=True), organisation)
    return [Known(row.slug, row.name, is_exact=False) for row in found]


def _list(condition: ColumnElement[bool], organisation: Organisation) -> Sequence[Organisation]:
    return db.session.scalars(
        select(Organisation)
        .where(condition, Organisation.ended_on.is_(None), Organisation.id != organisation.id)
        .order_by(Organisation.sort_name, Organisation.id)
        .limit(MOST_OFFERED)
    ).all()


def _alias(name: str) -> str:
    """Fold a name much as the directory folds its other names."""
    words = re.findall(r"\w+", without_accents(name).casefold().replace("'", "").replace("’", ""))
    return " ".join(word for word in words if word != "the")
