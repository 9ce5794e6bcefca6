"""Entering a workspace: the slug in the URL and the signed-in person, or a 404 like that of nothing there."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, NotFound

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, ProgrammeMembership
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme


@dataclass(frozen=True)
class Link:
    """One entry of a workspace's navigation."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Workspace:
    """What the frame of a workspace page shows."""

    kind_label: str
    name: str
    home_url: str
    links: list[Link]
    # Where its search box leads.
    search_url: str
    # The practice programme that the page is about, if it is about one.
    practice: Programme | None = None


# (label, endpoint, needed permission); pages put their links here in this one place, in order.
ORGANISATION_LINKS = [
    ("What needs doing", "organisations.show_home", Permission.VIEW_ORGANISATION),
    ("Commitments", "commitments.list_commitments", Permission.VIEW_COMMITMENT),
    ("Check-ins", "check_ins.list_due", Permission.VIEW_COMMITMENT),
    ("Library", "library.list_entries", Permission.VIEW_COMMITMENT),
    ("Partnerships", "partnerships.list_partnerships", Permission.VIEW_COMMITMENT),
    ("Suggestions", "suggesting.list_passed_on", Permission.VIEW_COMMITMENT),
    ("Programmes", "organisations.list_programmes", Permission.VIEW_ORGANISATION),
    ("Reports", "reports.list_reports", Permission.VIEW_REPORT),
    ("Team", "organisations.list_members", Permission.VIEW_TEAM),
    ("Activity", "organisations.list_activity", Permission.VIEW_TEAM),
    ("Mail", "notices.list_organisation_mail", Permission.CHANGE_MEMBER),
    ("Settings", "organisations.edit_organisation", Permission.EDIT_ORGANISATION),
]
PROGRAMME_LINKS = [
    ("Overview", "programmes.show_home", Permission.VIEW_PROGRAMME),
    ("Commitments", "programmes.list_commitments", Permission.VIEW_REGISTERED),
    ("To review", "programmes.list_reviews", Permission.VIEW_REGISTERED),
    ("Suggestions", "suggesting.list_suggestions", Permission.VIEW_REGISTERED),
    ("Organisations", "programmes.list_participations", Permission.VIEW_PROGRAMME),
    ("Rounds", "programmes.list_rounds", Permission.VIEW_PROGRAMME),
    ("Portfolio", "portfolio.show_portfolio", Permission.VIEW_REGISTERED),
    ("Helps and hinders", "portfolio.show_themes", Permission.VIEW_REGISTERED),
    ("Reports", "reports.list_programme_reports", Permission.VIEW_REGISTERED),
    ("Mail", "notices.list_programme_mail", Permission.VIEW_PROGRAMME),
    ("Team", "programmes.list_colleagues", Permission.VIEW_PROGRAMME),
    ("Settings", "programmes.edit_programme", Permission.EDIT_PROGRAMME),
]


class RoleForbids(Forbidden):
    """Somebody is in the right place with the wrong role. `team` leads a member to who may do it."""

    def __init__(self, team: Link | None) -> None:
        super().__init__()
        self.team = team


def enter_organisation(_scope: object, slug: str) -> Organisation:
    """Return the organisation if the person belongs to it, or raise 404."""
    member = db.session.scalar(
        select(Membership)
        .join(Organisation)
        .where(
            Organisation.slug == slug,
            Membership.organisation_id == Organisation.id,
            Membership.user_id == current_user.id,
            Membership.ended_at.is_(None),
        )
    )
    if member is None:
        raise NotFound
    g.member, g.scope, g.organisation_id = member, member.organisation, member.organisation_id
    return member.organisation


def enter_programme(_scope: object, slug: str) -> Programme:
    """Return the programme if the person is on its staff, or raise 404."""
    member = db.session.scalar(
        select(ProgrammeMembership)
        .join(Programme)
        .where(
            Programme.slug == slug,
            ProgrammeMembership.user_id == current_user.id,
            ProgrammeMembership.ended_at.is_(None),
        )
    )
    if member is None:
        raise NotFound
    g.member, g.scope, g.programme_id = member, member.programme, member.programme_id
    return member.programme


def may(permission: str) -> bool:
    """Say whether the person may do this here. Templates and the gate ask the same table."""
    wanted = Permission(permission)
    member = getattr(g, "member", None)
    if member is not None and member.may(wanted):
        return True
    return bool(current_user.is_authenticated and current_user.may(wanted))


def current_workspace() -> Workspace | None:
    """Return the frame of the workspace the person is in, if any."""
    scope = getattr(g, "scope", None)
    if isinstance(scope, Organisation):
        return _frame("Organisation", scope.name, "organisation", scope.slug, ORGANISATION_LINKS)
    if isinstance(scope, Programme):
        return _frame("Programme", scope.name, "programme", scope.slug, PROGRAMME_LINKS)
    return None


def team_page() -> Link | None:
    """Return the page of an organisation's team, for its members."""
    scope = getattr(g, "scope", None)
    if not (isinstance(scope, Organisation) and may(Permission.VIEW_TEAM)):
        return None
    url = url_for("organisations.list_members", organisation=scope.slug)
    return Link(scope.name, url, is_current=False)


def _frame(
    kind_label: str, name: str, argument: str, slug: str, links: list[tuple[str, str, Permission]]
) -> Workspace:
    arguments: dict[str, Any] = {argument: slug}
    shown = [
        Link(label, url_for(endpoint, **arguments), request.endpoint == endpoint)
        for label, endpoint, permission in links
        if may(permission)
    ]
    return Workspace(kind_label, name, shown[0].url, shown, _search_url(argument, slug), _practice())


def _search_url(argument: str, slug: str) -> str:
    place: dict[str, Any] = {argument: slug}
    return url_for(f"searching.search_{argument}", **place)


def _practice() -> Programme | None:
    """Find out whether what the address names belongs to a practice programme."""
    for thing in (request.view_args or {}).values():
        about = getattr(thing, "commitment", thing)
        programme = about if isinstance(about, Programme) else getattr(about, "programme", None)
        if isinstance(programme, Programme) and programme.is_practice:
            return programme
    return None
