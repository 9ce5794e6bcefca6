"""What people do with their own account, and what an operator does to let the first ones in."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from equity_tracker.accounts import emails, queries
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.calendar_link import CalendarLink
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Invitation, Membership, ProgrammeMembership, User, fold_email
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import public_from, publish_organisation
from equity_tracker.model.sign_in import (
    PASSWORD_NOT_CHOSEN,
    RESET_LIMIT,
    OneTimeToken,
    TokenPurpose,
    UserSession,
)
from equity_tracker.model.tokens import new_token
from equity_tracker.publishing.queries import find_current_publication


class LinkExpired(Exception):
    """A link that was mailed has been used, has run out, was taken back or never existed (410)."""


def sign_in(user: User, *, better_hash: str | None, now: datetime) -> None:
    """Note that somebody signed in.

    :param better_hash: their password, hashed at today's cost, when the stored hash was made at another.
    """
    if better_hash is not None:
        user.password_hash = better_hash
    _note(user, ActivityKind.SIGNED_IN, now)
    db.session.flush()


def sign_out(user: User, *, now: datetime) -> None:
    _note(user, ActivityKind.SIGNED_OUT, now)
    db.session.flush()


def end_session(user: User, session: UserSession, *, browser: str, now: datetime) -> None:
    """Sign the person out on one other browser."""
    if session.ended_at is None:
        session.ended_at = now
        db.session.add(
            Activity(
                kind=ActivityKind.SESSION_ENDED,
                at=now,
                actor=user,
                subject_kind="session",
                subject_id=session.public_id,
                subject_name=browser,
            )
        )
    db.session.flush()


def end_other_sessions(user: User, *, now: datetime) -> None:
    """Note that the person signed out everywhere else."""
    _note(user, ActivityKind.SESSION_ENDED, now)
    db.session.flush()


def edit_profile(user: User, *, name: str, now: datetime) -> None:
    if name == user.name:
        return
    _note(user, ActivityKind.PROFILE_CHANGED, now, before={"name": user.name}, after={"name": name})
    user.name = name
    db.session.flush()


def change_password(user: User, *, password_hash: str, now: datetime) -> None:
    """Store a new password and tell its owner, in case it was not they who changed it."""
    user.password_hash = password_hash
    # Whoever knew the old one may have made themselves a calendar's address.
    open_links = (CalendarLink.user_id == user.id, CalendarLink.ended_at.is_(None))
    db.session.execute(update(CalendarLink).where(*open_links).values(ended_at=now))
    _note(user, ActivityKind.PASSWORD_CHANGED, now)
    emails.tell_password_changed(user, now=now)
    db.session.flush()


def request_password_reset(email: str, *, now: datetime) -> None:
    """Mail a link to whoever has this address here; do nothing that shows when nobody has."""
    user = queries.find_user(email)
    link, token = _new_reset_link(now)
    if user is None or user.is_suspended:
        return
    link.user = user
    db.session.add(link)
    _note(user, ActivityKind.PASSWORD_RESET_REQUESTED, now)
    emails.send_reset_link(user, token=token, key=link.token_hash, now=now)
    db.session.flush()


def reset_password(link: OneTimeToken, *, password_hash: str, now: datetime) -> None:
    """Use a link once: of two requests at the same moment, one finds it used."""
    used = db.session.scalar(
        update(OneTimeToken)
        .where(OneTimeToken.id == link.id, OneTimeToken.used_at.is_(None), OneTimeToken.expires_at > now)
        .values(used_at=now)
        .returning(OneTimeToken.id)
    )
    if used is None:
        raise LinkExpired
    # Other links that wait in the same mailbox open nothing any more.
    db.session.execute(
        update(OneTimeToken)
        .where(OneTimeToken.user_id == link.user_id, OneTimeToken.used_at.is_(None))
        .values(used_at=now)
    )
    change_password(link.user, password_hash=password_hash, now=now)


def accept_invitation(invitation: Invitation, user: User, *, now: datetime, today: date) -> None:
    """Give the person the role they were offered, once, if whoever offered it still could."""
    if fold_email(invitation.email) != user.email or not queries.inviter_may_still_invite(invitation):
        raise LinkExpired
    used = db.session.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used_at.is_(None),
            Invitation.cancelled_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(Invitation.id)
    )
    if used is None:
        raise LinkExpired
    if invitation.organisation is not None:
        _join_organisation(invitation, invitation.organisation, user, now=now)
        if invitation.role == OrganisationRole.ADMIN:
            _take_part(invitation.organisation, by=user, now=now, today=today)
    else:
        _join_programme(invitation, user, now=now)
    db.session.add(
        Activity(
            kind=ActivityKind.INVITATION_ACCEPTED,
            at=now,
            actor=user,
            organisation_id=invitation.organisation_id,
            programme_id=invitation.programme_id,
            subject_kind="person",
            subject_id=user.public_id,
            subject_name=user.name,
            after={"role": invitation.role},
        )
    )
    db.session.flush()


def accept_as_new_person(
    invitation: Invitation, *, name: str, password_hash: str, now: datetime, today: date
) -> User:
    """Make an account for the invited address, and accept."""
    user = create_person(invitation.email, name=name, now=now)
    user.password_hash = password_hash
    accept_invitation(invitation, user, now=now, today=today)
    return user


def create_person(email: str, *, name: str, now: datetime) -> User:
    """Make an account that nobody can sign in to until a password is chosen."""
    user = User(email=fold_email(email), name=name, password_hash=PASSWORD_NOT_CHOSEN, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise Refused("There is an account with this address already. Sign in to go on.") from None
    return user


def find_or_create_person(email: str, *, now: datetime) -> tuple[User, str | None]:
    """Return whoever has this address; somebody new comes with a token to choose a password with.

    Until they change it on their account page, somebody new goes by their address.
    """
    known = queries.find_user(email)
    if known is not None:
        return known, None
    user = create_person(email, name=email, now=now)
    return user, make_reset_link(user, now=now)


def create_operator(email: str, *, name: str, now: datetime) -> str:
    """Make somebody an operator, with an account if need be; return a token to choose a password with."""
    user = queries.find_user(email) or create_person(email, name=name, now=now)
    if not user.is_operator:
        user.is_operator = True
        _note(user, ActivityKind.OPERATOR_CREATED, now)
    return make_reset_link(user, now=now)


def make_reset_link(user: User, *, now: datetime) -> str:
    """Return a token that opens the page to choose a password, for an operator to hand over."""
    link, token = _new_reset_link(now)
    link.user = user
    db.session.add(link)
    db.session.flush()
    return token


def _new_reset_link(now: datetime) -> tuple[OneTimeToken, str]:
    token, token_hash = new_token()
    link = OneTimeToken(
        purpose=TokenPurpose.RESET_PASSWORD,
        token_hash=token_hash,
        created_at=now,
        expires_at=now + RESET_LIMIT,
    )
    return link, token


def _join_organisation(
    invitation: Invitation, organisation: Organisation, user: User, *, now: datetime
) -> None:
    """Add the membership; somebody who is a member already keeps the role they have."""
    if any(member.organisation_id == organisation.id for member in queries.list_memberships(user)):
        return
    role = OrganisationRole(invitation.role)
    db.session.add(Membership(user=user, organisation=organisation, role=role, created_at=now))


def _join_programme(invitation: Invitation, user: User, *, now: datetime) -> None:
    if any(
        colleague.programme_id == invitation.programme_id for colleague in user.current_programme_memberships
    ):
        return
    role = ProgrammeRole(invitation.role)
    db.session.add(ProgrammeMembership(user=user, programme=invitation.programme, role=role, created_at=now))


def _take_part(organisation: Organisation, *, by: User, now: datetime, today: date) -> None:
    """With its first admin, an organisation joins the programmes that invited it."""
    for participation in queries.list_invited_participations(organisation):
        programme = participation.programme
        if programme.is_closed:
            continue
        participation.join(today)
        db.session.add(
            Activity(
                kind=ActivityKind.ORGANISATION_JOINED,
                at=now,
                actor=by,
                organisation_id=organisation.id,
                programme_id=programme.id,
                subject_kind="organisation",
                subject_id=organisation.public_id,
                subject_name=organisation.name,
            )
        )
        publication = publish_organisation(
            organisation,
            find_current_publication(PublicationKind.ORGANISATION, organisation.public_id),
            now=now,
            today=today,
            visible_from=public_from(programme),
        )
        if publication is not None:
            db.session.add(publication)
        db.session.flush()


def _note(
    user: User,
    kind: ActivityKind,
    now: datetime,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """Write a line about the person's own account."""
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=user,
            subject_kind="person",
            subject_id=user.public_id,
            subject_name=user.name,
            before=before,
            after=after,
        )
    )
