"""What people do with a draft that comes to nothing: set it aside, and take it up again."""

from datetime import datetime

from equity_tracker.commitments.actions.log import record
from equity_tracker.commitments.queries.partners import lock_commitment
from equity_tracker.extensions import db
from equity_tracker.model import archiving as rules
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import User


def archive_commitment(
    commitment: Commitment, *, note: str | None, version: int | None, by: User, now: datetime
) -> None:
    """Set a text aside, unless somebody saved it since this person opened the page."""
    _hold(commitment)
    was_returned = commitment.lifecycle is Lifecycle.RETURNED
    rules.archive_commitment(commitment, seen=version, now=now)
    record(
        ActivityKind.COMMITMENT_ARCHIVED,
        commitment,
        by=by,
        now=now,
        after={"note": note} if note else None,
        # Coordinators are told of what they had returned, and of no draft.
        for_programme=was_returned,
    )


def resume_commitment(commitment: Commitment, *, version: int | None, by: User, now: datetime) -> None:
    """Make it a draft again, which is nobody's but its organisation's."""
    _hold(commitment)
    rules.resume_commitment(commitment, seen=version, now=now)
    record(ActivityKind.COMMITMENT_RESUMED, commitment, by=by, now=now, for_programme=False)


def _hold(commitment: Commitment) -> None:
    """Hold the commitment and read it anew, so that of two people the second sees what the first did."""
    lock_commitment(commitment)
    db.session.refresh(commitment)
