"""Who takes part: inviting from the directory, inviting anew, noting that an organisation has left."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.programmes.actions import participations as actions
from equity_tracker.programmes.forms import (
    ConfirmForm,
    EndParticipationForm,
    InviteFirstAdminForm,
    InviteNewOrganisationForm,
)
from equity_tracker.programmes.queries import participations as queries
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form

LONGEST_SEARCH = 200


@blueprint.route("/p/<programme>/organisations")
@requires(get=Permission.VIEW_PROGRAMME)
def list_participations(programme: Programme) -> ResponseReturnValue:
    """Show who takes part, who was invited and has not joined, and who has left."""
    rows = queries.list_participations(programme)
    return render_template(
        "programmes/list_participations.html",
        programme=programme,
        current=[row for row in rows if row.is_current],
        invited=[row for row in rows if row.joined_on is None and row.left_on is None],
        left=[row for row in rows if row.left_on is not None],
        counts=queries.count_commitments_by_organisation(programme),
    )


@blueprint.route("/p/<programme>/organisations/invite")
@requires(get=Permission.INVITE_ORGANISATION)
def invite_organisation(programme: Programme) -> ResponseReturnValue:
    """Find the organisation to invite, by name or code."""
    # PostgreSQL refuses to be asked for characters that cannot be printed.
    words = "".join(filter(str.isprintable, request.args.get("q", "")))[:LONGEST_SEARCH]
    return render_template(
        "programmes/invite_organisation.html",
        programme=programme,
        words=words,
        found=queries.search_organisations(words),
        most=queries.MOST_FOUND,
        places={row.organisation_id: row for row in queries.list_participations(programme)},
    )


@blueprint.route("/p/<programme>/organisations/invite/<invited>", methods=["GET", "POST"])
@loads(invited=queries.get_organisation)
@requires(get=Permission.INVITE_ORGANISATION, post=Permission.INVITE_ORGANISATION)
@creates_once
def invite_known_organisation(programme: Programme, invited: Organisation) -> ResponseReturnValue:
    """Invite an organisation of the directory."""
    admins = queries.list_admins(invited)
    form = (ConfirmForm if admins else InviteFirstAdminForm).for_request()
    if form.is_submitted and form.validate():
        try:
            actions.invite_organisation(
                programme,
                invited,
                email=form.data.get("email"),
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return _invited(programme, invited)
    return render_form(
        "programmes/invite_known_organisation.html",
        form,
        programme=programme,
        invited=invited,
        admins=admins,
    )


@blueprint.route("/p/<programme>/organisations/invite-new", methods=["GET", "POST"])
@requires(get=Permission.INVITE_ORGANISATION, post=Permission.INVITE_ORGANISATION)
@creates_once
def invite_new_organisation(programme: Programme) -> ResponseReturnValue:
    """Add an organisation to the directory and invite it."""
    form = InviteNewOrganisationForm.for_request({"name": request.args.get("name", "")[:LONGEST_SEARCH]})
    if form.is_submitted and form.validate():
        try:
            participation = actions.invite_new_organisation(
                programme,
                name=form.data["name"],
                kind=form.data["kind"],
                email=form.data["email"],
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return _invited(programme, participation.organisation)
    return render_form("programmes/invite_new_organisation.html", form, programme=programme)


@blueprint.route("/p/<programme>/organisations/<participant>/invite-again", methods=["GET", "POST"])
@loads(participant=queries.get_participation)
@requires(get=Permission.INVITE_ORGANISATION, post=Permission.INVITE_ORGANISATION)
@creates_once
def send_invitation_again(programme: Programme, participant: Participation) -> ResponseReturnValue:
    """Send the invitation once more: the first may have expired, or gone astray."""
    invited = participant.organisation
    admins = queries.list_admins(invited)
    last = queries.find_last_invitation(invited)
    if admins:
        form: ConfirmForm | InviteFirstAdminForm = ConfirmForm.for_request()
    else:
        form = InviteFirstAdminForm.for_request({"email": last.email} if last else None)
    if form.is_submitted and form.validate():
        try:
            actions.send_invitation_again(
                participant, email=form.data.get("email"), by=current_user, now=clock.now()
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return _invited(programme, invited)
    return render_form(
        "programmes/send_invitation_again.html",
        form,
        programme=programme,
        invited=invited,
        admins=admins,
        last=last,
    )


@blueprint.route("/p/<programme>/organisations/<participant>/leave", methods=["GET", "POST"])
@loads(participant=queries.get_participation)
@requires(get=Permission.INVITE_ORGANISATION, post=Permission.INVITE_ORGANISATION)
def end_participation(programme: Programme, participant: Participation) -> ResponseReturnValue:
    """Note that an organisation has left."""
    form = EndParticipationForm.for_request({"left_on": clock.today()})
    if form.is_submitted and form.validate():
        try:
            actions.end_participation(
                participant,
                left_on=form.data["left_on"],
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{participant.organisation.name} is marked as left. What it published stays.")
            return redirect(url_for(".list_participations", programme=programme.slug), code=303)
    return render_form(
        "programmes/end_participation.html", form, programme=programme, organisation=participant.organisation
    )


def _invited(programme: Programme, organisation: Organisation) -> ResponseReturnValue:
    flash(f"{organisation.name} is invited. The e-mail is on its way.")
    return redirect(url_for(".list_participations", programme=programme.slug), code=303)
