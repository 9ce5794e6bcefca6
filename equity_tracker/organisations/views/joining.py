"""Asking to join an organisation, from its public page; and answering, on the team's page."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.join_request import JoinRequest
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import OrganisationRole, Permission
from equity_tracker.organisations.actions import join_requests as actions
from equity_tracker.organisations.forms import AnswerJoinRequestForm, AskToJoinForm
from equity_tracker.organisations.queries import join_requests as queries
from equity_tracker.organisations.views.blueprint import blueprint as workspace
from equity_tracker.web import throttle
from equity_tracker.web.access import anyone, as_typed, loads, requires
from equity_tracker.web.templating import render_form

blueprint = Blueprint("joining", __name__)
# Whoever asks is in no workspace, so that the address is not below one.
workspace.record_once(lambda state: state.app.register_blueprint(blueprint))
SENT = (
    "Your request is sent. If they know you, you get an invitation by e-mail. If you are in the team already,"
    " just sign in."
)


@blueprint.route("/join/<slug>", methods=["GET", "POST"])
@loads(slug=as_typed)
@anyone("GET", "POST")
def ask_to_join(slug: str) -> ResponseReturnValue:
    """Ask to join. Everybody gets the same answer, whoever is known there."""
    organisation = queries.find_public(slug, clock.today())
    if organisation is None:
        abort(404)
    known = {"name": current_user.name, "email": current_user.email} if current_user.is_authenticated else {}
    form = AskToJoinForm.for_request(known)
    if form.is_submitted and form.validate():
        throttle.count(
            (throttle.JOIN_BY_ADDRESS, form.data["email"]),
            (throttle.JOIN_BY_NETWORK, throttle.network()),
            (throttle.JOIN_BY_ORGANISATION, organisation.public_id),
        )
        actions.ask_to_join(
            organisation,
            name=form.data["name"],
            email=form.data["email"],
            job_title=form.data["job_title"],
            note=form.data["note"],
            now=clock.now(),
        )
        flash(SENT)
        return redirect(url_for(".ask_to_join", slug=slug), code=303)
    return render_form("organisations/ask_to_join.html", form, organisation=organisation)


@workspace.route("/team/requests/<join_request>", methods=["GET", "POST"])
@loads(join_request=queries.get_request)
@requires(get=Permission.INVITE_MEMBER, post=Permission.INVITE_MEMBER)
def answer_join_request(organisation: Organisation, join_request: JoinRequest) -> ResponseReturnValue:
    """Invite who asked, or decline."""
    team = url_for("organisations.list_members", organisation=organisation.slug)
    form = AnswerJoinRequestForm.for_request()
    if form.is_submitted and form.validate():
        try:
            if form.data["answer"] == "invite":
                role = OrganisationRole(form.data["role"])
                words = form.data["words"]
                actions.invite_who_asked(join_request, role, words, by=current_user, now=clock.now())
                flash(f"An invitation is on its way to {join_request.email}.")
            else:
                actions.decline_who_asked(join_request, form.data["words"], by=current_user, now=clock.now())
                flash(f"Declined. {join_request.name} is told by e-mail.")
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(team, code=303)
    return render_form(
        "organisations/answer_join_request.html",
        form,
        organisation=organisation,
        join_request=join_request,
        team=team,
    )
