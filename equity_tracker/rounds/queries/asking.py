"""Reads of whom a round would not ask, and why."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import UNSEEN, Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.rounds.asking import Left, Reason


def list_not_asked(programme: Programme, asked: Collection[int]) -> list[Left]:
    """Return what else was registered, each with the reason for which it is not asked about.

    Not drafts: they are their organisations' own.

    :param asked: the ids of the commitments that are asked about.
    """
    rows = db.session.execute(
        select(
            Commitment.id,
            Commitment.public_id,
            Commitment.title,
            Organisation.name,
            Commitment.lifecycle,
            Participation.left_on,
            ImportedRecord.id.label("imported_id"),
        )
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .outerjoin(
            Participation,
            (Participation.organisation_id == Commitment.organisation_id)
            & (Participation.programme_id == Commitment.programme_id),
        )
        .outerjoin(ImportedRecord, ImportedRecord.commitment_id == Commitment.id)
        .where(
            Commitment.programme_id == programme.id,
            Commitment.lifecycle.not_in(UNSEEN),
        )
        .order_by(Organisation.sort_name, Commitment.title, Commitment.id)
    )
    return [
        Left(
            row.public_id,
            row.title or "Untitled",
            row.name,
            _reason(row.lifecycle, is_imported=row.imported_id is not None, left_on=row.left_on),
        )
        for row in rows
        if row.id not in asked
    ]


_OF_LIFECYCLE = {
    Lifecycle.RETRACTED: Reason.RETRACTED,
    Lifecycle.CLOSED: Reason.CLOSED,
    Lifecycle.SUBMITTED: Reason.SUBMITTED,
    Lifecycle.RETURNED: Reason.SUBMITTED,
}


def _reason(lifecycle: Lifecycle, *, is_imported: bool, left_on: date | None) -> Reason:
    if lifecycle in _OF_LIFECYCLE:
        return _OF_LIFECYCLE[lifecycle]
    if is_imported:
        return Reason.IMPORTED
    return Reason.LEFT if left_on is not None else Reason.STATEMENT
