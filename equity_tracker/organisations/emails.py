"""Who is told about an organisation's team and its programmes, and what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.api_token import SCOPES_IN_WORDS, ApiToken, Scope
from equity_tracker.model.dates import long_date
from equity_tracker.model.join_request import JoinRequest
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Invitation, Membership, User
from equity_tracker.model.programme import Participation
from equity_tracker.model.vocabulary import ROLES
from equity_tracker.programmes.queries import list_coordinators


def invite(invitation: Invitation, token: str, *, by: User, now: datetime) -> None:
    """Send the link that opens the door once."""
    _send(
        "invitation",
        invitation.email,
        key=f"invitation:{invitation.public_id}",
        context={
            "place_name": invitation.place_name,
            "role_label": ROLES.label(invitation.role).lower(),
            "invited_by": by.name,
            "token": token,
            "expires_on": long_date(invitation.expires_at.date()),
        },
        organisation=invitation.organisation,
        now=now,
    )


def tell_of_join_request(
    request: JoinRequest, people: Iterable[User], *, to_admins: bool, now: datetime
) -> None:
    """Tell those who run the workspace; where nobody does, those who coordinate its programmes."""
    for person in people:
        _send(
            "join_requested",
            person.email,
            key=f"join_requested:{request.public_id}:{person.id}",
            context={
                "organisation": request.organisation.name,
                "organisation_slug": request.organisation.slug,
                "request_id": request.public_id,
                "name": request.name,
                "email": request.email,
                "job_title": request.job_title,
                "note": request.note,
                "to_admins": to_admins,
            },
            organisation=request.organisation,
            now=now,
        )


def tell_of_declining(request: JoinRequest, *, now: datetime) -> None:
    _send(
        "join_declined",
        request.email,
        key=f"join_declined:{request.public_id}",
        context={"organisation": request.organisation.name, "words": request.words},
        organisation=request.organisation,
        now=now,
    )


def tell_of_new_role(member: Membership, *, by: User, now: datetime) -> None:
    _send(
        "role_changed",
        member.user.email,
        key=f"role:{member.id}:{member.role.value}:{now.isoformat()}",
        context={
            "organisation": member.organisation.name,
            "organisation_slug": member.organisation.slug,
            "role_label": ROLES.label(member.role.value).lower(),
            "role_definition": ROLES.get(member.role.value).definition,
            "changed_by": by.name,
        },
        organisation=member.organisation,
        now=now,
    )


def tell_of_removal(member: Membership, *, by: User, now: datetime) -> None:
    _send(
        "member_removed",
        member.user.email,
        key=f"removed:{member.id}",
        context={"organisation": member.organisation.name, "removed_by": by.name},
        organisation=member.organisation,
        now=now,
    )


def tell_admins_of_departure(member: Membership, admins: Iterable[Membership], *, now: datetime) -> None:
    for admin in admins:
        _send(
            "member_left",
            admin.user.email,
            key=f"left:{member.id}:{admin.id}",
            context={
                "organisation": member.organisation.name,
                "organisation_slug": member.organisation.slug,
                "name": member.user.name,
                "role_label": ROLES.label(member.role.value).lower(),
            },
            organisation=member.organisation,
            now=now,
        )


def tell_coordinators(participation: Participation, name: str, *, by: User, now: datetime) -> None:
    """Tell a programme's coordinators that the organisation joined or left."""
    programme, organisation = participation.programme, participation.organisation
    for coordinator in list_coordinators(programme):
        _send(
            name,
            coordinator.email,
            key=f"{name}:{participation.id}:{now.isoformat()}:{coordinator.id}",
            context={
                "organisation": organisation.name,
                "programme": programme.name,
                "programme_slug": programme.slug,
                "by": by.name,
            },
            organisation=organisation,
            programme_id=programme.id,
            now=now,
        )


def tell_of_token(token: ApiToken, person: User, *, by: User, now: datetime) -> None:
    """Tell an admin that a token was made: who has one may write for the organisation."""
    _send(
        "api_token_created",
        person.email,
        key=f"api_token_created:{token.public_id}:{person.id}",
        context=_about_token(token) | {"by": by.name},
        organisation=token.organisation,
        now=now,
    )


def tell_of_ending_token(token: ApiToken, person: User, *, now: datetime) -> None:
    _send(
        "api_token_ending",
        person.email,
        key=f"api_token_ending:{token.public_id}:{person.id}",
        context=_about_token(token),
        organisation=token.organisation,
        now=now,
    )


def _about_token(token: ApiToken) -> dict[str, Any]:
    """Say which token it is. Nothing that opens a door is in it."""
    return {
        "organisation": token.organisation.name,
        "organisation_slug": token.organisation.slug,
        "name": token.name,
        "last_shown": token.last_shown,
        "may": [SCOPES_IN_WORDS[Scope(scope)] for scope in token.scopes],
        "ends_on": long_date(token.expires_at.date()),
    }


def _send(
    name: str,
    recipient: str,
    *,
    key: str,
    context: dict[str, Any],
    organisation: Organisation | None,
    now: datetime,
    programme_id: int | None = None,
) -> None:
    db.session.add(
        OutgoingEmail.to(
            recipient,
            name,
            key=key,
            context=context,
            now=now,
            organisation_id=organisation.id if organisation else None,
            programme_id=programme_id,
        )
    )
