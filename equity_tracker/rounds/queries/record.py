"""Reads of how a round stood when it closed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.rounds.record import AsClosed, differences


def find_snapshot(round_: Round) -> RoundSnapshot | None:
    """Return the record of a closed round, with its rows; None when there is none."""
    return db.session.scalars(
        select(RoundSnapshot)
        .where(RoundSnapshot.programme_id == round_.programme_id, RoundSnapshot.round_id == round_.id)
        .options(selectinload(RoundSnapshot.rows))
    ).one_or_none()


def find_as_closed(round_: Round) -> AsClosed | None:
    """Return the record, and where it differs from today."""
    snapshot = find_snapshot(round_)
    return AsClosed(snapshot, differences(snapshot, list_answered(round_))) if snapshot else None


def list_answered(round_: Round) -> Sequence[ExpectedCheckIn]:
    """Return all that the round expected, with the check-ins that answered."""
    commitment = joinedload(ExpectedCheckIn.commitment)
    return db.session.scalars(
        select(ExpectedCheckIn)
        .where(ExpectedCheckIn.programme_id == round_.programme_id, ExpectedCheckIn.round_id == round_.id)
        .options(
            commitment.joinedload(Commitment.organisation),
            commitment.selectinload(Commitment.check_ins).selectinload(CheckIn.versions),
        )
        .order_by(ExpectedCheckIn.id)
    ).all()
