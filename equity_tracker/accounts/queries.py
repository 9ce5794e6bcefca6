"""Reading what belongs to one person: their account, sessions, memberships, and the links they were sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Invitation, Membership, ProgrammeMembership, User, fold_email
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.sign_in import IDLE_LIMIT, OneTimeToken, TokenPurpose, UserSession


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against. Plain values, so that no transaction stays open for it."""

    user_id: int
    password_hash: str
    is_suspended: bool


def find_user(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == fold_email(email)))


def get_user(user_id: int) -> User:
    return db.session.scalars(select(User).where(User.id == user_id)).one()


def find_credentials(email: str) -> Credentials | None:
    row = db.session.execute(
        select(User.id, User.password_hash, User.suspended_at).where(User.email == fold_email(email))
    ).one_or_none()
    return Credentials(row.id, row.password_hash, row.suspended_at is not None) if row else None


def list_sessions(user: User, *, now: datetime) -> Sequence[UserSession]:
    """Return the sessions that are open, the latest used first."""
    return db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.ended_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - IDLE_LIMIT,
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    ).all()


def get_session(user: User, public_id: str) -> UserSession:
    return db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id, UserSession.public_id == public_id)
    ).one()


def list_memberships(user: User) -> Sequence[Membership]:
    """Return what the person is in organisations, by the organisation's name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.organisation)
        .where(
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
            Membership.organisation_id == Organisation.id,
        )
        .options(joinedload(Membership.organisation))
        .order_by(Organisation.sort_name, Membership.id)
    ).all()


def list_programme_memberships(user: User) -> Sequence[ProgrammeMembership]:
    """Return what the person is in programmes, by the programme's name."""
    return db.session.scalars(
        select(ProgrammeMembership)
        .join(ProgrammeMembership.programme)
        .where(ProgrammeMembership.user_id == user.id, ProgrammeMembership.ended_at.is_(None))
        .options(joinedload(ProgrammeMembership.programme))
        .order_by(Programme.name, ProgrammeMembership.id)
    ).all()


def find_reset_link(token_hash: str, *, now: datetime) -> OneTimeToken | None:
    """Return a link that may still be used by somebody who may still sign in."""
    link = db.session.scalar(
        select(OneTimeToken)
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == TokenPurpose.RESET_PASSWORD,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
        )
        .options(joinedload(OneTimeToken.user))
    )
    return None if link is None or link.user.is_suspended else link


def find_invitation(token_hash: str, *, now: datetime) -> Invitation | None:
    """Return an invitation that may still be accepted."""
    invitation = db.session.scalar(
        select(Invitation)
        .where(Invitation.token_hash == token_hash)
        .options(
            joinedload(Invitation.organisation),
            joinedload(Invitation.programme),
            joinedload(Invitation.invited_by),
        )
    )
    if invitation is None or not invitation.is_open(now) or not inviter_may_still_invite(invitation):
        return None
    return invitation


def inviter_may_still_invite(invitation: Invitation) -> bool:
    """Say whether whoever sent the invitation could send it today. Otherwise it is void."""
    inviter = invitation.invited_by
    if inviter.is_suspended or inviter.is_operator:
        return not inviter.is_suspended
    staff = inviter.current_programme_memberships
    if invitation.programme_id is not None:
        return any(
            colleague.programme_id == invitation.programme_id and colleague.may(Permission.INVITE_COLLEAGUE)
            for colleague in staff
        )
    member = db.session.scalar(
        select(Membership).where(
            Membership.organisation_id == invitation.organisation_id,
            Membership.user_id == inviter.id,
            Membership.ended_at.is_(None),
        )
    )
    if member is not None and member.may(Permission.INVITE_MEMBER):
        return True
    # A coordinator invites the first people of an organisation that is asked to take part.
    programmes = db.session.scalars(
        select(Participation.programme_id).where(
            Participation.organisation_id == invitation.organisation_id, Participation.left_on.is_(None)
        )
    ).all()
    return any(
        colleague.programme_id in programmes and colleague.may(Permission.INVITE_ORGANISATION)
        for colleague in staff
    )


def list_invited_participations(organisation: Organisation) -> Sequence[Participation]:
    """Return the programmes that the organisation was invited to and has neither joined nor left."""
    return db.session.scalars(
        select(Participation)
        .where(
            Participation.organisation_id == organisation.id,
            Participation.invited_on.is_not(None),
            Participation.joined_on.is_(None),
            Participation.left_on.is_(None),
        )
        .options(joinedload(Participation.programme))
        .order_by(Participation.id)
    ).all()
