"""The programmes that the organisation takes part in: the list, joining, leaving."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.organisations.actions import participations as actions
from equity_tracker.organisations.forms import ConfirmForm
from equity_tracker.organisations.queries import participations as queries
from equity_tracker.organisations.views.blueprint import blueprint
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form


@blueprint.route("/programmes")
@requires(get=Permission.VIEW_ORGANISATION)
def list_programmes(organisation: Organisation) -> ResponseReturnValue:
    """Show the programmes the organisation is invited to, takes part in, or has left."""
    participations = queries.list_participations(organisation)
    return render_template(
        "organisations/list_programmes.html",
        organisation=organisation,
        invited=[row for row in participations if row.invited_on and not (row.joined_on or row.left_on)],
        current=[row for row in participations if row.is_current],
        practice=queries.list_practice(organisation),
        left=[row for row in participations if row.left_on is not None],
    )


@blueprint.route("/programmes/<participation>/join", methods=["GET", "POST"])
@loads(participation=queries.get_participation)
@requires(get=Permission.EDIT_ORGANISATION, post=Permission.EDIT_ORGANISATION)
def join_programme(organisation: Organisation, participation: Participation) -> ResponseReturnValue:
    """Say what joining means, then join."""
    if participation.is_current:
        flash(f"{organisation.name} takes part in {participation.programme.name} already.")
        return redirect(_programmes(organisation), code=303)
    today = clock.today(organisation.time_zone)
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.join_programme(participation, by=current_user, now=clock.now(), today=today)
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{organisation.name} takes part in {participation.programme.name} from today.")
            return redirect(_programmes(organisation), code=303)
    return render_form(
        "organisations/join_programme.html",
        form,
        organisation=organisation,
        participation=participation,
        is_public=participation.programme.is_public(today),
    )


@blueprint.route("/programmes/<practice>/try", methods=["POST"])
@loads(practice=queries.get_practice)
@requires(post=Permission.EDIT_ORGANISATION)
def try_practice(organisation: Organisation, practice: Programme) -> ResponseReturnValue:
    """Take part in a practice programme."""
    actions.try_practice(
        organisation,
        practice,
        by=current_user,
        now=clock.now(),
        today=clock.today(organisation.time_zone),
    )
    flash(f"{organisation.name} can practise in {practice.name} now. Nothing in it is real.")
    return redirect(_programmes(organisation), code=303)


@blueprint.route("/programmes/<participation>/leave", methods=["GET", "POST"])
@loads(participation=queries.get_participation)
@requires(get=Permission.EDIT_ORGANISATION, post=Permission.EDIT_ORGANISATION)
def leave_programme(organisation: Organisation, participation: Participation) -> ResponseReturnValue:
    """Say what leaving means, then leave."""
    if not participation.is_current:
        flash(f"{organisation.name} does not take part in {participation.programme.name}.")
        return redirect(_programmes(organisation), code=303)
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        actions.leave_programme(
            participation, by=current_user, now=clock.now(), today=clock.today(organisation.time_zone)
        )
        flash(f"{organisation.name} has left {participation.programme.name}.")
        return redirect(_programmes(organisation), code=303)
    return render_form(
        "organisations/leave_programme.html", form, organisation=organisation, participation=participation
    )


def _programmes(organisation: Organisation) -> str:
    return url_for(".list_programmes", organisation=organisation.slug)
