"""The programme team: who coordinates, who observes, who has been invited."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import Invitation, ProgrammeMembership
from equity_tracker.model.permissions import Permission, ProgrammeRole
from equity_tracker.model.programme import Programme
from equity_tracker.programmes.actions import colleagues as actions
from equity_tracker.programmes.forms import ChangeColleagueForm, ConfirmForm, InviteColleagueForm
from equity_tracker.programmes.queries import colleagues as queries
from equity_tracker.programmes.role_table import role_table
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.web import own_password
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/p/<programme>/team")
@requires(get=Permission.VIEW_PROGRAMME)
def list_colleagues(programme: Programme) -> ResponseReturnValue:
    """Show the team, open invitations, and what each role may do."""
    return render_template(
        "programmes/list_colleagues.html",
        programme=programme,
        colleagues=queries.list_colleagues(programme),
        invitations=queries.list_open_invitations(programme, now=clock.now()),
        roles=[role.value for role in ProgrammeRole],
        role_table=role_table(),
    )


@blueprint.route("/p/<programme>/team/invite", methods=["GET", "POST"])
@requires(get=Permission.INVITE_COLLEAGUE, post=Permission.INVITE_COLLEAGUE)
@creates_once
def invite_colleague(programme: Programme) -> ResponseReturnValue:
    """Invite somebody to the team by e-mail."""
    form = InviteColleagueForm.for_request()
    if form.is_submitted and form.validate():
        try:
            invitation = actions.invite_colleague(
                programme,
                email=form.data["email"],
                role=ProgrammeRole(form.data["role"]),
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return _done(programme, f"The invitation to {invitation.email} is on its way.")
    return render_form("programmes/invite_colleague.html", form, programme=programme)


@blueprint.route("/p/<programme>/team/invitations/<invitation>/cancel", methods=["GET", "POST"])
@loads(invitation=queries.get_open_invitation)
@requires(get=Permission.INVITE_COLLEAGUE, post=Permission.INVITE_COLLEAGUE)
def cancel_invitation(programme: Programme, invitation: Invitation) -> ResponseReturnValue:
    """Take an invitation back."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        actions.cancel_invitation(invitation, programme, by=current_user, now=clock.now())
        return _done(programme, f"The invitation to {invitation.email} is cancelled.")
    return render_form("programmes/cancel_invitation.html", form, programme=programme, invitation=invitation)


@blueprint.route("/p/<programme>/team/<colleague>/role", methods=["GET", "POST"])
@loads(colleague=queries.get_colleague)
@requires(get=Permission.CHANGE_COLLEAGUE, post=Permission.CHANGE_COLLEAGUE)
def change_colleague(programme: Programme, colleague: ProgrammeMembership) -> ResponseReturnValue:
    """Give a colleague another role."""
    form = ChangeColleagueForm.for_request(colleague)
    if form.is_submitted and form.validate():
        try:
            _refuse_wrong_password(form)
            actions.change_colleague(
                colleague, role=ProgrammeRole(form.data["role"]), by=current_user, now=clock.now()
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return _done(programme, f"The role of {colleague.user.name} is changed.")
    return render_form("programmes/change_colleague.html", form, programme=programme, colleague=colleague)


@blueprint.route("/p/<programme>/team/<colleague>/remove", methods=["GET", "POST"])
@loads(colleague=queries.get_colleague)
@requires(get=Permission.CHANGE_COLLEAGUE, post=Permission.CHANGE_COLLEAGUE)
def remove_colleague(programme: Programme, colleague: ProgrammeMembership) -> ResponseReturnValue:
    """Take a colleague off the team, or leave it."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.remove_colleague(colleague, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            if colleague.user_id == current_user.id:
                flash(f"You have left the team of {programme.name}.")
                return redirect(url_for("accounts.list_workspaces"), code=303)
            return _done(programme, f"{colleague.user.name} is no longer on the team.")
    return render_form(
        "programmes/remove_colleague.html",
        form,
        programme=programme,
        colleague=colleague,
        is_self=colleague.user_id == current_user.id,
    )


def _refuse_wrong_password(form: ChangeColleagueForm) -> None:
    if not own_password.is_right(form.data["password"]):
        raise Refused("That is not your password", "password")


def _done(programme: Programme, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(".list_colleagues", programme=programme.slug), code=303)
