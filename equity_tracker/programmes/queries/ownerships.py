"""Commitments of the programme that nobody answers for, or that no senior person stands behind."""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists

from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.ownership import OwnerRole, Ownership


class Missing(StrEnum):
    """Who may be missing from a live commitment."""

    OWNER = "owner"
    SPONSOR = "sponsor"


def is_missing(who: Missing) -> ColumnElement[bool]:
    """Say in SQL that a live commitment has nobody in this post, or that who held it has left."""
    held = exists().where(
        Ownership.programme_id == Commitment.programme_id,
        Ownership.commitment_id == Commitment.id,
        Ownership.role == OwnerRole(who.value),
        Ownership.ended_on.is_(None),
        Ownership.left_on.is_(None),
    )
    imported = exists().where(ImportedRecord.commitment_id == Commitment.id)
    is_live = and_(
        Commitment.lifecycle == Lifecycle.PUBLISHED,
        Commitment.is_statement_of_intent.is_(False),
        ~imported,
    )
    return and_(is_live, ~held)
