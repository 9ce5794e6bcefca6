"""Reads of a programme's staff and of those invited to join it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.people import Invitation, ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme


def list_coordinators(programme: Programme) -> Sequence[User]:
    """Return the people who coordinate the programme now."""
    return db.session.scalars(
        select(User)
        .join(ProgrammeMembership)
        .where(
            ProgrammeMembership.programme_id == programme.id,
            ProgrammeMembership.role == ProgrammeRole.COORDINATOR,
            ProgrammeMembership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
    ).all()


def list_colleagues(programme: Programme) -> Sequence[ProgrammeMembership]:
    """Return the programme's staff, by name."""
    return db.session.scalars(
        select(ProgrammeMembership)
        .join(ProgrammeMembership.user)
        .where(ProgrammeMembership.programme_id == programme.id, ProgrammeMembership.ended_at.is_(None))
        .options(joinedload(ProgrammeMembership.user))
        .order_by(User.name, ProgrammeMembership.id)
    ).all()


def get_colleague(programme: Programme, public_id: str) -> ProgrammeMembership:
    """Return one of the programme's staff, named by the person's public id."""
    return db.session.scalars(
        select(ProgrammeMembership)
        .join(ProgrammeMembership.user)
        .where(
            ProgrammeMembership.programme_id == programme.id,
            ProgrammeMembership.ended_at.is_(None),
            User.public_id == public_id,
        )
        .options(joinedload(ProgrammeMembership.user))
    ).one()


def find_colleague_by_email(programme: Programme, email: str) -> ProgrammeMembership | None:
    return db.session.scalar(
        select(ProgrammeMembership)
        .join(ProgrammeMembership.user)
        .where(
            ProgrammeMembership.programme_id == programme.id,
            ProgrammeMembership.ended_at.is_(None),
            User.email == email,
        )
    )


def count_other_coordinators(programme: Programme, colleague: ProgrammeMembership) -> int:
    """Count who would be left to coordinate without this colleague, and lock the rows until the end.

    Two coordinators who leave at the same moment would otherwise each count on the other.
    """
    rows = db.session.scalars(
        select(ProgrammeMembership)
        .where(
            ProgrammeMembership.programme_id == programme.id,
            ProgrammeMembership.role == ProgrammeRole.COORDINATOR,
            ProgrammeMembership.ended_at.is_(None),
        )
        .order_by(ProgrammeMembership.id)
        .with_for_update(of=ProgrammeMembership)
        .options(joinedload(ProgrammeMembership.user, innerjoin=True))
        .execution_options(populate_existing=True)
    ).all()
    return sum(1 for row in rows if row.id != colleague.id and not row.user.is_suspended)


def list_open_invitations(programme: Programme, *, now: datetime) -> Sequence[Invitation]:
    """Return the invitations to the programme's staff that can still be accepted, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.programme_id == programme.id,
            Invitation.used_at.is_(None),
            Invitation.cancelled_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    ).all()


def find_open_invitation(programme: Programme, email: str, *, now: datetime) -> Invitation | None:
    return next((row for row in list_open_invitations(programme, now=now) if row.email == email), None)


def get_open_invitation(programme: Programme, public_id: str) -> Invitation:
    """Return an invitation to the programme's staff that nobody has answered or taken back."""
    return db.session.scalars(
        select(Invitation).where(
            Invitation.programme_id == programme.id,
            Invitation.public_id == public_id,
            Invitation.used_at.is_(None),
            Invitation.cancelled_at.is_(None),
        )
    ).one()
