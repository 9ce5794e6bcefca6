"""Reading statements for action, case studies and support: one, or those that name something."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.conditions import TODAY, visible
from equity_tracker.public.queries.publications import FACTS
from equity_tracker.public.queries.register import LISTED
from equity_tracker.public.queries.tables import (
    AnyRow,
    Entry,
    Mentioned,
    Published,
    mentions,
    publications,
    read,
)

KINDS = (PublicationKind.STATEMENT, PublicationKind.CASE_STUDY, PublicationKind.SUPPORT)
TOLD = (
    *FACTS,
    Published.kind,
    Published.number,
    Published.note,
    Published.happened_on,
    Published.retracted_on,
    Published.retraction_reason,
)


def find_entry(kind: PublicationKind, subject_id: str, today: date) -> AnyRow | None:
    """Find what the public is shown of one entry; of one that was taken back, when and why."""
    return read(
        select(*TOLD).where(
            Published.kind == kind,
            Published.subject_id == subject_id,
            Published.is_current,
            Published.public_from <= today,
        )
    ).first()


def list_mentioning(public_id: str, today: date) -> Sequence[AnyRow]:
    """Return the entries that name this commitment, oldest first."""
    return read(_MENTIONING, {"public_id": public_id, "today": today}).all()


def list_named(public_ids: Sequence[str], today: date) -> Sequence[AnyRow]:
    """Return the commitments of these ids that the public may read, by title."""
    if not public_ids:
        return ()
    return read(
        select(*LISTED)
        .where(Entry.public_id.in_(public_ids), visible(today))
        .order_by(Entry.sort_title, Entry.id)
    ).all()


def list_of_kind(kind: PublicationKind, today: date) -> Sequence[AnyRow]:
    """Return every entry of a kind, oldest first."""
    return read(
        select(*TOLD)
        .where(
            Published.kind == kind,
            Published.is_current,
            Published.public_from <= today,
            Published.retracted_on.is_(None),
        )
        .order_by(Published.id)
    ).all()


def list_of_organisation(organisation_id: int | None, today: date) -> Sequence[AnyRow]:
    """Return what an organisation has written, oldest first."""
    if organisation_id is None:
        return ()
    return read(_OF_ORGANISATION, {"organisation_id": organisation_id, "today": today}).all()


# Put together once: building a statement costs more than running it.
_OF_ORGANISATION = (
    select(*TOLD)
    .where(
        Published.organisation_id == bindparam("organisation_id"),
        Published.kind.in_(KINDS),
        Published.is_current,
        Published.public_from <= TODAY,
        Published.retracted_on.is_(None),
    )
    .order_by(Published.id)
)
_MENTIONING = (
    select(*TOLD)
    .select_from(publications.join(mentions, Mentioned.publication_id == Published.id))
    .where(
        Mentioned.public_id == bindparam("public_id"),
        Published.kind.in_(KINDS),
        Published.is_current,
        Published.public_from <= TODAY,
        Published.retracted_on.is_(None),
    )
    .order_by(Published.id)
)
