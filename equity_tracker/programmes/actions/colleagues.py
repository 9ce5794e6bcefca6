"""Who coordinates and who observes: inviting, changing a role, leaving."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import Invitation, ProgrammeMembership, User, fold_email
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme
from equity_tracker.model.tokens import new_token
from equity_tracker.programmes import emails
from equity_tracker.programmes.queries import colleagues as queries


def invite_colleague(
    programme: Programme, *, email: str, role: ProgrammeRole, by: User, now: datetime
) -> Invitation:
    """Offer somebody a place on the programme's staff."""
    address = fold_email(email)
    if queries.find_colleague_by_email(programme, address) is not None:
        raise Refused("This person is on the team already.", "email")
    if queries.find_open_invitation(programme, address, now=now) is not None:
        raise Refused("This address has an open invitation. Cancel that one to send another.", "email")
    token, token_hash = new_token()
    invitation = Invitation(
        programme=programme,
        email=address,
        role=role.value,
        token_hash=token_hash,
        invited_by=by,
        created_at=now,
        expires_at=Invitation.expiry(now),
    )
    db.session.add(invitation)
    db.session.flush()
    emails.send_invitation(invitation, token=token, now=now)
    _record(ActivityKind.MEMBER_INVITED, programme, address, by=by, now=now, after={"role": role.value})
    return invitation


def cancel_invitation(invitation: Invitation, programme: Programme, *, by: User, now: datetime) -> None:
    """Take an invitation back. Its link stops working at once."""
    invitation.cancelled_at = now
    _record(ActivityKind.INVITATION_CANCELLED, programme, invitation.email, by=by, now=now)


def change_colleague(colleague: ProgrammeMembership, *, role: ProgrammeRole, by: User, now: datetime) -> None:
    """Give a colleague another role."""
    before = colleague.role
    if role is before:
        return
    others = queries.count_other_coordinators(colleague.programme, colleague)
    colleague.change_role(role, other_coordinators=others)
    _record(
        ActivityKind.MEMBER_ROLE_CHANGED,
        colleague.programme,
        colleague.user.name,
        by=by,
        now=now,
        before={"role": before.value},
        after={"role": role.value},
    )


def remove_colleague(colleague: ProgrammeMembership, *, by: User, now: datetime) -> None:
    """End somebody's place on the staff: a colleague's, or one's own."""
    others = queries.count_other_coordinators(colleague.programme, colleague)
    colleague.end(now=now, other_coordinators=others)
    _record(ActivityKind.MEMBER_REMOVED, colleague.programme, colleague.user.name, by=by, now=now)


def _record(
    kind: ActivityKind,
    programme: Programme,
    name: str,
    *,
    by: User,
    now: datetime,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by,
            programme_id=programme.id,
            subject_kind="person",
            subject_name=name[:200],
            before=before,
            after=after,
        )
    )
    db.session.flush()
