"""Reads of who answers for the organisation's commitments."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.people import Membership


def list_posts(member: Membership) -> Sequence[Ownership]:
    """Return the posts that this member holds now, of commitments that go on or may yet, by title."""
    return db.session.scalars(
        select(Ownership)
        .join(Ownership.commitment)
        .where(
            Ownership.organisation_id == member.organisation_id,
            Ownership.user_id == member.user_id,
            Ownership.ended_on.is_(None),
            Ownership.left_on.is_(None),
            Commitment.lifecycle != Lifecycle.CLOSED,
        )
        .options(contains_eager(Ownership.commitment))
        .order_by(Commitment.title, Ownership.id)
    ).all()


def list_needing_owner(organisation: Organisation) -> Sequence[Commitment]:
    """Return the live commitments whose owner has left, by title."""
    rows = db.session.scalars(
        select(Commitment)
        .join(
            Ownership,
            (Ownership.organisation_id == organisation.id) & (Ownership.commitment_id == Commitment.id),
        )
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Ownership.role == OwnerRole.OWNER,
            Ownership.ended_on.is_(None),
            Ownership.left_on.is_not(None),
        )
        .options(joinedload(Commitment.programme), joinedload(Commitment.imported))
        .order_by(Commitment.title, Commitment.id)
    ).all()
    return [row for row in rows if row.is_live]
