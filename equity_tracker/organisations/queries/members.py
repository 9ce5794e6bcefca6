"""Reads of an organisation's people and of those invited to join them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Invitation, Membership, User, fold_email
from equity_tracker.model.permissions import OrganisationRole


def list_members(organisation: Organisation) -> Sequence[Membership]:
    """Return the people who belong to the organisation now, by name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
        .options(contains_eager(Membership.user))
        .order_by(User.name, Membership.id)
    ).all()


def members_by_id(organisation: Organisation) -> dict[str, User]:
    """Return the people who belong to the organisation now, by their public ids."""
    return {member.user.public_id: member.user for member in list_members(organisation)}


def get_member(organisation: Organisation, user_public_id: str) -> Membership:
    """Return one of the organisation's people, named by the person's public id."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.ended_at.is_(None),
            User.public_id == user_public_id,
        )
        .options(contains_eager(Membership.user))
    ).one()


def find_member_by_email(organisation: Organisation, email: str) -> Membership | None:
    return db.session.scalar(
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.ended_at.is_(None),
            User.email == fold_email(email),
        )
        .options(contains_eager(Membership.user))
    )


def list_admins(organisation: Organisation) -> Sequence[Membership]:
    """Return those who run the workspace and can sign in, and hold their rows until the transaction ends.

    Two admins who leave at the same moment would otherwise each count on the other.
    """
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.role == OrganisationRole.ADMIN,
            Membership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .options(contains_eager(Membership.user))
        .order_by(Membership.id)
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    ).all()


def list_open_invitations(organisation: Organisation, *, now: datetime) -> Sequence[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.used_at.is_(None),
            Invitation.cancelled_at.is_(None),
            Invitation.expires_at > now,
        )
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.id.desc())
    ).all()


def get_unanswered_invitation(organisation: Organisation, public_id: str) -> Invitation:
    """Return an invitation that nobody has accepted or taken back."""
    return db.session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == organisation.id,
            Invitation.public_id == public_id,
            Invitation.used_at.is_(None),
            Invitation.cancelled_at.is_(None),
        )
    ).one()


def lock_organisation(organisation: Organisation) -> None:
    """Read the organisation anew and hold it: one invitation or change of settings is made at a time."""
    db.session.refresh(organisation, with_for_update=True)
