"""What admins do with the organisation's people, and what people do with their own place in it."""

from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import UNSEEN
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Invitation, Membership, User, fold_email
from equity_tracker.model.permissions import OrganisationRole, Permission
from equity_tracker.model.tokens import new_token
from equity_tracker.model.vocabulary import ROLES
from equity_tracker.organisations import emails
from equity_tracker.organisations.log import line
from equity_tracker.organisations.queries import members as queries
from equity_tracker.organisations.queries.ownerships import list_posts


def invite_member(
    organisation: Organisation, *, email: str, role: OrganisationRole, by: User, now: datetime
) -> Invitation:
    """Offer somebody a role by e-mail, once at a time."""
    address = fold_email(email)
    queries.lock_organisation(organisation)
    _refuse_if_known(organisation, address, now=now)
    token, token_hash = new_token()
    invitation = Invitation(
        organisation=organisation,
        email=address,
        role=role.value,
        token_hash=token_hash,
        invited_by=by,
        created_at=now,
        expires_at=Invitation.expiry(now),
    )
    db.session.add(invitation)
    db.session.flush()
    subject = ("invitation", invitation.public_id, address)
    after = {"role": role.value}
    db.session.add(
        line(ActivityKind.MEMBER_INVITED, organisation, by=by, now=now, subject=subject, after=after)
    )
    emails.invite(invitation, token, by=by, now=now)
    db.session.flush()
    return invitation


def _refuse_if_known(organisation: Organisation, address: str, *, now: datetime) -> None:
    member = queries.find_member_by_email(organisation, address)
    if member is not None:
        role = ROLES.label(member.role.value).lower()
        raise Refused(
            f"{member.user.name} is in the team already, in the role of {role}.",
            "email",
        )
    if any(row.email == address for row in queries.list_open_invitations(organisation, now=now)):
        raise Refused(
            "This address has an open invitation already. Cancel it first to send another.", "email"
        )


def cancel_invitation(invitation: Invitation, organisation: Organisation, *, by: User, now: datetime) -> None:
    """Make the link that was mailed open nothing."""
    invitation.cancelled_at = now
    subject = ("invitation", invitation.public_id, invitation.email)
    db.session.add(line(ActivityKind.INVITATION_CANCELLED, organisation, by=by, now=now, subject=subject))
    db.session.flush()


def change_role(member: Membership, role: OrganisationRole, *, by: User, now: datetime) -> None:
    """Give a colleague another role. The last admin stays admin."""
    before = member.role
    if role is before:
        return
    member.change_role(role, other_admins=_other_admins(member))
    if not member.may(Permission.INVITE_MEMBER):
        _cancel_invitations_sent(member, by=by, now=now)
    db.session.add(
        line(
            ActivityKind.MEMBER_ROLE_CHANGED,
            member.organisation,
            by=by,
            now=now,
            subject=_subject(member),
            before={"role": before.value},
            after={"role": role.value},
        )
    )
    emails.tell_of_new_role(member, by=by, now=now)
    db.session.flush()


def remove_member(member: Membership, *, by: User, now: datetime, today: date) -> None:
    """End a colleague's place. What they may do ends with their next click."""
    _end(member, by=by, now=now, today=today)
    emails.tell_of_removal(member, by=by, now=now)
    db.session.flush()


def leave_organisation(member: Membership, *, now: datetime, today: date) -> None:
    """End one's own place."""
    _end(member, by=member.user, now=now, today=today)
    emails.tell_admins_of_departure(member, queries.list_admins(member.organisation), now=now)
    db.session.flush()


def _end(member: Membership, *, by: User, now: datetime, today: date) -> None:
    """End the place and every right that hangs on it: here and nowhere else."""
    member.end(now=now, other_admins=_other_admins(member))
    _cancel_invitations_sent(member, by=by, now=now)
    _empty_posts(member, by=by, now=now, today=today)
    db.session.add(
        line(ActivityKind.MEMBER_REMOVED, member.organisation, by=by, now=now, subject=_subject(member))
    )
    db.session.flush()


def _empty_posts(member: Membership, *, by: User, now: datetime, today: date) -> None:
    """Note on each commitment that who answered for it is gone. The posts stay, and want somebody."""
    for row in list_posts(member):
        row.leave(today)
        commitment = row.commitment
        db.session.add(
            line(
                ActivityKind.OWNER_LEFT,
                member.organisation,
                by=by,
                now=now,
                subject=("commitment", commitment.public_id, commitment.display_title),
                # Coordinators are told of what is theirs to see, and of no draft.
                programme_id=None if commitment.lifecycle in UNSEEN else commitment.programme_id,
                before={"post": row.role.value},
            )
        )


def _other_admins(member: Membership) -> int:
    return sum(1 for admin in queries.list_admins(member.organisation) if admin.id != member.id)


def _cancel_invitations_sent(member: Membership, *, by: User, now: datetime) -> None:
    for invitation in queries.list_open_invitations(member.organisation, now=now):
        if invitation.invited_by_id == member.user_id:
            cancel_invitation(invitation, member.organisation, by=by, now=now)


def _subject(member: Membership) -> tuple[str, str, str]:
    return ("person", member.user.public_id, member.user.name)
