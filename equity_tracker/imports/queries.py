"""Reads for imports: organisations by all their names, and what earlier imports left."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from equity_tracker.extensions import db
from equity_tracker.imports.names import KnownName
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Publication, PublicationKind


def find_programme(slug: str) -> Programme | None:
    return db.session.scalar(select(Programme).where(Programme.slug == slug))


def list_organisations() -> Sequence[Organisation]:
    """Return every organisation with its codes, other names, predecessors and successors."""
    return db.session.scalars(
        select(Organisation)
        .options(
            selectinload(Organisation.identifiers),
            selectinload(Organisation.aliases),
            selectinload(Organisation.changes_from).selectinload(OrganisationChange.successors),
            selectinload(Organisation.changes_to).selectinload(OrganisationChange.predecessors),
        )
        .order_by(Organisation.id)
    ).all()


def known_name(organisation: Organisation) -> KnownName:
    """Return an organisation as matching sees it; its slug tells it apart."""
    return KnownName(
        organisation.slug,
        organisation.name,
        aliases=(
            *(alias.folded_name for alias in organisation.aliases),
            *([organisation.short_name] if organisation.short_name else []),
        ),
        codes=tuple(identifier.value for identifier in organisation.identifiers),
        is_current=organisation.ended_on is None and not organisation.changes_from,
    )


def list_participations(programme: Programme) -> Sequence[Participation]:
    return db.session.scalars(
        select(Participation).where(Participation.programme_id == programme.id).order_by(Participation.id)
    ).all()


def list_imported_records(programme: Programme, source: str) -> Sequence[ImportedRecord]:
    """Return what earlier imports of this source left in the programme."""
    return db.session.scalars(
        select(ImportedRecord)
        .where(ImportedRecord.programme_id == programme.id, ImportedRecord.source == source)
        .order_by(ImportedRecord.id)
    ).all()


def load_commitments(programme: Programme, ids: Collection[int]) -> Sequence[Commitment]:
    """Read these commitments with everything that publishing them again looks at."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.programme_id == programme.id, Commitment.id.in_(ids))
        .options(
            selectinload(Commitment.organisation),
            selectinload(Commitment.imported),
            selectinload(Commitment.milestones).selectinload(Milestone.moves),
            selectinload(Commitment.measures).selectinload(Measure.targets),
            selectinload(Commitment.measures).selectinload(Measure.readings),
            selectinload(Commitment.partners),
            selectinload(Commitment.ownerships),
            selectinload(Commitment.check_ins),
            selectinload(Commitment.expected_check_ins),
            selectinload(Commitment.publications),
            selectinload(Commitment.register_entry),
        )
        .order_by(Commitment.id)
    ).all()


def list_current_publications(
    kind: PublicationKind, *, programme: Programme | None = None
) -> Sequence[Publication]:
    """Return the current publications of a kind: all of them, or those of one programme."""
    statement = select(Publication).where(Publication.kind == kind, Publication.is_current)
    if programme is not None:
        statement = statement.where(Publication.programme_id == programme.id)
    return db.session.scalars(statement.order_by(Publication.id)).all()
