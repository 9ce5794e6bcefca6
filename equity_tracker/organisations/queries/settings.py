"""Reads of what changes with an organisation's settings: its codes, and its rows in the register."""

from collections.abc import Collection, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation, OrganisationIdentifier


def list_taken_identifiers(
    organisation: Organisation, identifiers: Collection[tuple[str, str]]
) -> Sequence[OrganisationIdentifier]:
    """Return which of these codes belong to another organisation."""
    if not identifiers:
        return []
    return db.session.scalars(
        select(OrganisationIdentifier)
        .where(
            OrganisationIdentifier.organisation_id != organisation.id,
            tuple_(OrganisationIdentifier.namespace, OrganisationIdentifier.value).in_(identifiers),
        )
        .order_by(OrganisationIdentifier.id)
    ).all()


def list_in_register(organisation: Organisation) -> Sequence[Commitment]:
    """Return the published commitments with what their register entries are made of."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.organisation_id == organisation.id, Commitment.register_entry.has())
        .options(
            joinedload(Commitment.programme),
            joinedload(Commitment.imported),
            joinedload(Commitment.register_entry),
            selectinload(Commitment.publications),
            selectinload(Commitment.expected_check_ins),
            selectinload(Commitment.check_ins).selectinload(CheckIn.versions),
        )
        .order_by(Commitment.id)
    ).all()
