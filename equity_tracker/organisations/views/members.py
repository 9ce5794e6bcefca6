"""The team: who belongs to it, in what role, who is invited; changing and ending that."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import INVITATION_DAYS, Invitation, Membership
from equity_tracker.model.permissions import OrganisationRole, Permission
from equity_tracker.model.vocabulary import ROLES
from equity_tracker.notices.queries.mail_log import find_refused_of
from equity_tracker.organisations.actions import members as actions
from equity_tracker.organisations.forms import ChangeRoleForm, ConfirmForm, InviteMemberForm
from equity_tracker.organisations.queries import join_requests
from equity_tracker.organisations.queries import members as queries
from equity_tracker.organisations.queries.ownerships import list_posts
from equity_tracker.organisations.role_table import role_table
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.web import own_password
from equity_tracker.web.access import current_member, loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor
from equity_tracker.web.templating import render_form
from equity_tracker.web.workspace import may


@blueprint.route("/team")
@requires(get=Permission.VIEW_TEAM)
def list_members(organisation: Organisation) -> ResponseReturnValue:
    """Show the people, who asks to join them, the open invitations, and what each role may do."""
    after = read_cursor(request.args.get("after"), (int,))
    waiting = join_requests.list_waiting(organisation, most=PAGE_SIZE + 1, after_id=after[0] if after else 0)
    page = cut(waiting, lambda row: (row.id,))
    team = url_for(".list_members", organisation=organisation.slug)
    return render_template(
        "organisations/list_members.html",
        organisation=organisation,
        members=queries.list_members(organisation),
        own=current_member(),
        invitations=queries.list_open_invitations(organisation, now=clock.now()),
        roles=role_table(),
        refused=find_refused_of(organisation) if may(Permission.CHANGE_MEMBER) else {},
        requests=page.rows,
        requests_count=join_requests.count_waiting(organisation),
        first_url=team if after else None,
        next_url=(
            url_for(".list_members", organisation=organisation.slug, after=page.next_cursor)
            if page.next_cursor
            else None
        ),
        answered=join_requests.list_answered(organisation),
    )


@blueprint.route("/team/invite", methods=["GET", "POST"])
@requires(get=Permission.INVITE_MEMBER, post=Permission.INVITE_MEMBER)
@creates_once
def invite_member(organisation: Organisation) -> ResponseReturnValue:
    """Offer somebody a role by e-mail."""
    form = InviteMemberForm.for_request()
    if form.is_submitted and form.validate():
        try:
            invitation = actions.invite_member(
                organisation,
                email=form.email.data or "",
                role=OrganisationRole(form.role.data or ""),
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"An invitation is on its way to {invitation.email}.")
            return redirect(_team(organisation), code=303)
    return render_form(
        "organisations/invite_member.html", form, organisation=organisation, days=INVITATION_DAYS
    )


@blueprint.route("/team/invitations/<invitation>/cancel", methods=["POST"])
@loads(invitation=queries.get_unanswered_invitation)
@requires(post=Permission.INVITE_MEMBER)
def cancel_invitation(organisation: Organisation, invitation: Invitation) -> ResponseReturnValue:
    """Take an invitation back."""
    actions.cancel_invitation(invitation, organisation, by=current_user, now=clock.now())
    flash(f"The invitation of {invitation.email} is cancelled.")
    return redirect(_team(organisation), code=303)


@blueprint.route("/team/<member>/role", methods=["GET", "POST"])
@loads(member=queries.get_member)
@requires(get=Permission.CHANGE_MEMBER, post=Permission.CHANGE_MEMBER)
def change_role(organisation: Organisation, member: Membership) -> ResponseReturnValue:
    """Give a colleague, or oneself, another role."""
    form = ChangeRoleForm.for_request(member)
    if form.is_submitted and form.validate():
        try:
            _refuse_wrong_password(form)
            actions.change_role(
                member, OrganisationRole(form.role.data or ""), by=current_user, now=clock.now()
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"The role of {member.user.name} is {ROLES.label(member.role.value).lower()} now.")
            return redirect(_team(organisation), code=303)
    return render_form("organisations/change_role.html", form, organisation=organisation, member=member)


@blueprint.route("/team/<member>/remove", methods=["GET", "POST"])
@loads(member=queries.get_member)
@requires(get=Permission.CHANGE_MEMBER, post=Permission.CHANGE_MEMBER)
def remove_member(organisation: Organisation, member: Membership) -> ResponseReturnValue:
    """Ask, then end a colleague's place in the team."""
    if member.user_id == current_user.id:
        return redirect(url_for(".leave_organisation", organisation=organisation.slug), code=303)
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.remove_member(
                member, by=current_user, now=clock.now(), today=clock.today(organisation.time_zone)
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{member.user.name} is no longer in the team.")
            return redirect(_team(organisation), code=303)
    return render_form(
        "organisations/remove_member.html",
        form,
        organisation=organisation,
        member=member,
        posts=list_posts(member),
    )


@blueprint.route("/leave", methods=["GET", "POST"])
@requires(get=Permission.VIEW_ORGANISATION, post=Permission.VIEW_ORGANISATION)
def leave_organisation(organisation: Organisation) -> ResponseReturnValue:
    """Ask, then end one's own place in the team."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.leave_organisation(
                current_member(), now=clock.now(), today=clock.today(organisation.time_zone)
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"You have left {organisation.name}.")
            return redirect(url_for("accounts.list_workspaces"), code=303)
    return render_form(
        "organisations/leave_organisation.html",
        form,
        organisation=organisation,
        posts=list_posts(current_member()),
    )


def _refuse_wrong_password(form: ChangeRoleForm) -> None:
    if not own_password.is_right(form.password.data or ""):
        raise Refused("That is not your password", "password")


def _team(organisation: Organisation) -> str:
    return url_for(".list_members", organisation=organisation.slug)
