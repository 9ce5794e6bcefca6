"""Reads of an organisation's library. The organisation comes first, always."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.library import LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.public_library import PUBLISHED_AS
from equity_tracker.model.publication import Publication


def list_entries(organisation: Organisation) -> Sequence[LibraryEntry]:
    """Return all of the organisation's entries, by title."""
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.organisation_id == organisation.id)
        .options(joinedload(LibraryEntry.programme))
        .order_by(LibraryEntry.title, LibraryEntry.id)
    ).all()


def get_entry(organisation: Organisation, public_id: str) -> LibraryEntry:
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.organisation_id == organisation.id, LibraryEntry.public_id == public_id)
        .options(
            joinedload(LibraryEntry.programme),
            selectinload(LibraryEntry.commitments).joinedload(Commitment.register_entry),
        )
    ).one()


def list_linkable(organisation: Organisation) -> Sequence[Commitment]:
    """Return the commitments that an entry can be linked to: those that are published, by title."""
    return db.session.scalars(
        select(Commitment)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle.in_((Lifecycle.PUBLISHED, Lifecycle.CLOSED)),
        )
        .options(joinedload(Commitment.register_entry))
        .order_by(Commitment.title, Commitment.id)
    ).all()


def find_current_publication(entry: LibraryEntry) -> Publication | None:
    """Return what the public is shown of the entry, if anything."""
    return db.session.scalar(
        select(Publication).where(
            Publication.kind == PUBLISHED_AS[entry.kind],
            Publication.subject_id == entry.public_id,
            Publication.is_current,
        )
    )
