"""Reads of what was written to organisations whose check-ins have not come."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.nudge import Nudge
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.round import ExpectedCheckIn


def list_nudges(programme: Programme, slugs: Sequence[str], *, most: int) -> Sequence[Nudge]:
    """Return what was written to these organisations before, the latest first."""
    return db.session.scalars(
        select(Nudge)
        .join(Nudge.organisation)
        .where(Nudge.programme_id == programme.id, Organisation.slug.in_(slugs))
        .options(joinedload(Nudge.organisation), joinedload(Nudge.sent_by))
        .order_by(Nudge.id.desc())
        .limit(most)
    ).all()


def last_nudge(programme: Programme, organisation: Organisation) -> Nudge | None:
    return db.session.scalar(
        select(Nudge)
        .where(Nudge.programme_id == programme.id, Nudge.organisation_id == organisation.id)
        .order_by(Nudge.sent_on.desc())
        .limit(1)
    )


def list_organisations(programme: Programme, slugs: Sequence[str]) -> Sequence[Organisation]:
    """Return those of these organisations that take part now, by name."""
    return db.session.scalars(
        select(Organisation)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(
            Participation.programme_id == programme.id,
            Participation.joined_on.is_not(None),
            Participation.left_on.is_(None),
            Organisation.slug.in_(slugs),
        )
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def list_owed(
    programme: Programme, organisation: Organisation, ids: Sequence[int]
) -> Sequence[ExpectedCheckIn]:
    """Return these expected check-ins of the organisation, with what a mail about them needs."""
    commitment = joinedload(ExpectedCheckIn.commitment)
    return db.session.scalars(
        select(ExpectedCheckIn)
        .where(
            ExpectedCheckIn.programme_id == programme.id,
            ExpectedCheckIn.organisation_id == organisation.id,
            ExpectedCheckIn.id.in_(ids),
        )
        .options(commitment.selectinload(Commitment.ownerships))
        .order_by(ExpectedCheckIn.due_on, ExpectedCheckIn.id)
    ).all()
