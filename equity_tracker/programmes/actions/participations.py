"""Inviting organisations, and noting that one has left."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Invitation, User, fold_email
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.tokens import new_token
from equity_tracker.programmes import emails
from equity_tracker.programmes.actions.directory import add_organisation
from equity_tracker.programmes.activity import about_organisation
from equity_tracker.programmes.queries import participations as queries


def invite_new_organisation(
    programme: Programme, *, name: str, kind: str, email: str, by: User, now: datetime, today: date
) -> Participation:
    """Add an organisation to the directory and invite it."""
    programme.refuse_if_closed()
    if queries.find_organisation_by_name(name) is not None:
        raise Refused(f"{name} is in the directory already. Search for it and invite it from there.", "name")
    organisation = add_organisation(name, kind, now=now)
    db.session.add(
        about_organisation(ActivityKind.ORGANISATION_CREATED, organisation, programme, by=by, now=now)
    )
    return invite_organisation(programme, organisation, email=email, by=by, now=now, today=today)


def invite_organisation(
    programme: Programme,
    organisation: Organisation,
    *,
    email: str | None,
    by: User,
    now: datetime,
    today: date,
) -> Participation:
    """Ask an organisation to take part, or ask one back that has left.

    :param email: of its first admin, while it has none.
    """
    programme.refuse_if_closed()
    if organisation.ended_on is not None and organisation.ended_on <= today:
        raise Refused(f"{organisation.name} has ended. Invite the organisation that succeeded it.")
    participation = queries.find_participation(programme, organisation)
    if participation is None:
        participation = _invite_first_time(programme, organisation, today)
    else:
        participation.invite_again(today)
    db.session.add(
        about_organisation(ActivityKind.ORGANISATION_INVITED, organisation, programme, by=by, now=now)
    )
    _send(programme, organisation, email=email, by=by, now=now)
    return participation


def send_invitation_again(
    participation: Participation, *, email: str | None, by: User, now: datetime
) -> None:
    """Send a fresh invitation to an organisation that was invited and has not joined."""
    programme, organisation = participation.programme, participation.organisation
    programme.refuse_if_closed()
    if participation.joined_on is not None or participation.left_on is not None:
        raise Refused(f"{organisation.name} has answered its invitation.")
    _send(programme, organisation, email=email, by=by, now=now)
    db.session.add(
        about_organisation(ActivityKind.ORGANISATION_INVITED, organisation, programme, by=by, now=now)
    )
    db.session.flush()


def end_participation(
    participation: Participation, *, left_on: date, by: User, now: datetime, today: date
) -> None:
    """Note that an organisation has left. What it published stays."""
    if left_on > today:
        raise Refused("The date must not be in the future.", "left_on")
    if participation.joined_on is not None and left_on < participation.joined_on:
        raise Refused("The date must not be before the organisation joined.", "left_on")
    participation.leave(left_on)
    db.session.add(
        about_organisation(
            ActivityKind.ORGANISATION_LEFT,
            participation.organisation,
            participation.programme,
            by=by,
            now=now,
            after={"left_on": left_on.isoformat()},
        )
    )
    db.session.flush()


def _invite_first_time(programme: Programme, organisation: Organisation, today: date) -> Participation:
    participation = Participation(
        organisation_id=organisation.id, programme_id=programme.id, invited_on=today
    )
    try:
        with db.session.begin_nested():
            db.session.add(participation)
    except IntegrityError:
        raise Refused("A colleague has just invited this organisation.") from None
    return participation


def _send(
    programme: Programme, organisation: Organisation, *, email: str | None, by: User, now: datetime
) -> None:
    """Write to the organisation's admins; while it has none, invite its first one."""
    db.session.flush()
    admins = queries.list_admins(organisation)
    if admins:
        emails.invite_admins(programme, organisation, admins, by=by, now=now)
    elif email is None:
        raise Refused("Enter the e-mail address of the organisation's first admin.", "email")
    else:
        _invite_first_admin(organisation, email=fold_email(email), by=by, now=now)
    db.session.flush()


def _invite_first_admin(organisation: Organisation, *, email: str, by: User, now: datetime) -> None:
    """Send a link that makes its holder the organisation's admin. Earlier links stop working."""
    earlier = queries.find_last_invitation(organisation)
    if earlier is not None and earlier.is_open(now):
        earlier.cancelled_at = now
    token, token_hash = new_token()
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=OrganisationRole.ADMIN.value,
        token_hash=token_hash,
        invited_by=by,
        created_at=now,
        expires_at=Invitation.expiry(now),
    )
    db.session.add(invitation)
    db.session.flush()
    emails.send_invitation(invitation, token=token, now=now)
