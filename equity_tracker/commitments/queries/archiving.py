"""Reads of texts that were set aside."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment


def find_archiving(commitment: Commitment) -> Activity | None:
    """Return the line of the log that says when it was archived, by whom and why, while it is."""
    if not commitment.is_archived:
        return None
    return db.session.scalar(
        select(Activity)
        .where(
            Activity.subject_kind == "commitment",
            Activity.subject_id == commitment.public_id,
            Activity.kind == ActivityKind.COMMITMENT_ARCHIVED,
        )
        .options(joinedload(Activity.actor))
        .order_by(Activity.id.desc())
        .limit(1)
    )
