"""Reads of files: whose they are, who may fetch one, and what nobody has named."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.exc import NoResultFound

from equity_tracker.extensions import db
from equity_tracker.model.check_in import Evidence
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.close_out import CloseOutEvidence
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.publication import Mention, Publication
from equity_tracker.model.stored_file import Place, StoredFile

# It names every organisation's rows on purpose: an address says nothing of whose file it leads to.
_OF_ANYBODY = {"every_organisation": True}


def get_file(person: User | None, public_id: str, today: date) -> StoredFile:
    """Return a file to whoever may fetch it, or raise NoResultFound.

    That is everybody while the public record names it; else its organisation's members, and the people who
    run its programme once it was sent.
    """
    file = db.session.scalars(
        select(StoredFile).where(StoredFile.public_id == public_id), execution_options=_OF_ANYBODY
    ).one()
    if not (_is_public(file, today) or (person is not None and _may_read(person, file))):
        raise NoResultFound
    return file


def _is_public(file: StoredFile, today: date) -> bool:
    """Whether a publication that stands, and may be read today, names it: no working text is asked."""
    named = (
        select(Mention.id)
        .join(Mention.publication)
        .where(
            Mention.public_id == file.public_id,
            Publication.is_current.is_(True),
            Publication.retracted_on.is_(None),
            Publication.public_from <= today,
        )
    )
    return db.session.scalar(named.limit(1)) is not None


def _may_read(person: User, file: StoredFile) -> bool:
    if person.is_suspended:
        return False
    belongs = select(Membership.id).where(
        Membership.organisation_id == file.organisation_id,
        Membership.user_id == person.id,
        Membership.ended_at.is_(None),
    )
    if db.session.scalar(belongs) is not None:
        return True
    runs = select(ProgrammeMembership.id).where(
        ProgrammeMembership.programme_id == file.programme_id,
        ProgrammeMembership.user_id == person.id,
        ProgrammeMembership.ended_at.is_(None),
    )
    is_sent = select(StoredFile.id).where(
        StoredFile.organisation_id == file.organisation_id, StoredFile.id == file.id, _is_named()
    )
    return db.session.scalar(runs) is not None and db.session.scalar(is_sent) is not None


def _is_named() -> ColumnElement[bool]:
    """Whether any evidence names the file. Evidence is never deleted, so what was named once stays."""
    return or_(
        exists().where(Evidence.file_id == StoredFile.id),
        exists().where(CloseOutEvidence.file_id == StoredFile.id),
    )


def find_same(place: Place, name: str, sha256: str) -> StoredFile | None:
    """Return the file if it was kept for this commitment before: a form sent twice brings it twice."""
    return db.session.scalar(
        select(StoredFile)
        .where(
            StoredFile.organisation_id == place.organisation_id,
            StoredFile.commitment_id == place.commitment_id,
            StoredFile.name == name,
            StoredFile.sha256 == sha256,
        )
        .order_by(StoredFile.id)
        .limit(1)
    )


def count_bytes(organisation_id: int) -> int:
    """Return how much the organisation's files take."""
    size = select(func.coalesce(func.sum(StoredFile.size), 0)).where(
        StoredFile.organisation_id == organisation_id
    )
    return int(db.session.scalar(size) or 0)


def list_left_behind(uploaded_before: datetime, *, most: int) -> Sequence[StoredFile]:
    """Return files of any organisation that nothing names, the oldest first.

    While a check-in on their commitment is being written they may stand in it.
    """
    is_being_written = exists().where(CheckInDraft.commitment_id == StoredFile.commitment_id)
    return db.session.scalars(
        select(StoredFile)
        .where(StoredFile.uploaded_at < uploaded_before, ~_is_named(), ~is_being_written)
        .order_by(StoredFile.uploaded_at, StoredFile.id)
        .limit(most),
        execution_options=_OF_ANYBODY,
    ).all()


def list_known_keys(keys: Sequence[str]) -> set[str]:
    """Return which of the keys a file lies under."""
    return set(
        db.session.scalars(
            select(StoredFile.storage_key).where(StoredFile.storage_key.in_(keys)),
            execution_options=_OF_ANYBODY,
        )
    )
