"""Rounds: their dates, what each one expects, opening and closing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import Round
from equity_tracker.model.round_plan import EVERY, RoundPlan
from equity_tracker.programmes.actions import rounds as actions
from equity_tracker.programmes.forms import ConfirmForm, PlanRoundForm
from equity_tracker.programmes.queries import rounds as queries
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.rounds.queries.record import find_as_closed
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_changed_since, render_form


@blueprint.route("/p/<programme>/rounds")
@requires(get=Permission.VIEW_PROGRAMME)
def list_rounds(programme: Programme) -> ResponseReturnValue:
    """Show all rounds, the latest first, with what each one expects and got."""
    counts = queries.count_reported(programme)
    return render_template(
        "programmes/list_rounds.html",
        programme=programme,
        rounds=[(row, counts.get(row.id, queries.RoundCount())) for row in queries.list_rounds(programme)],
    )


@blueprint.route("/p/<programme>/rounds/new", methods=["GET", "POST"])
@requires(get=Permission.MANAGE_ROUND, post=Permission.MANAGE_ROUND)
@creates_once
def plan_round(programme: Programme) -> ResponseReturnValue:
    """Plan the next round."""
    form = PlanRoundForm.for_request()
    if form.is_submitted and form.validate():
        try:
            round_ = actions.plan_round(programme, _plan(form), by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{round_.name} is planned. Nothing is asked of anybody until you open it.")
            return redirect(_address(round_), code=303)
    return render_form("programmes/plan_round.html", form, programme=programme)


@blueprint.route("/p/<programme>/rounds/<reporting_round>")
@loads(reporting_round=queries.get_round)
@requires(get=Permission.VIEW_PROGRAMME)
def show_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Show who has reported in a round, and who has not yet."""
    expected = queries.list_expected(reporting_round)
    as_closed = find_as_closed(reporting_round)
    return render_template(
        "programmes/show_round.html",
        programme=programme,
        round=reporting_round,
        expected=expected,
        as_closed=as_closed,
        count=as_closed.snapshot
        if as_closed
        else queries.RoundCount(len(expected), sum(not row.is_outstanding for row in expected)),
        may_close=clock.today() > reporting_round.grace_until,
        following=queries.find_following(reporting_round),
        every=EVERY,
    )


@blueprint.route("/p/<programme>/rounds/<reporting_round>/next", methods=["POST"])
@loads(reporting_round=queries.get_round)
@requires(post=Permission.MANAGE_ROUND)
def plan_next_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:  # noqa: ARG001 - the scope
    """Plan the repetition of a round before it closes."""
    try:
        following = actions.plan_next_round(
            reporting_round, by=current_user, now=clock.now(), today=clock.today()
        )
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(_address(reporting_round), code=303)
    flash(f"{following.name} is planned. You can change its dates, or remove it.")
    return redirect(_address(following), code=303)


@blueprint.route("/p/<programme>/rounds/<reporting_round>/remove", methods=["GET", "POST"])
@loads(reporting_round=queries.get_round)
@requires(get=Permission.MANAGE_ROUND, post=Permission.MANAGE_ROUND)
def remove_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Take a round off the plan that has not been opened."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            name = reporting_round.name
            actions.remove_round(reporting_round, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{name} is off the plan.")
            return redirect(url_for(".list_rounds", programme=programme.slug), code=303)
    return render_form("programmes/remove_round.html", form, programme=programme, round=reporting_round)


@blueprint.route("/p/<programme>/rounds/<reporting_round>/edit", methods=["GET", "POST"])
@loads(reporting_round=queries.get_round)
@requires(get=Permission.MANAGE_ROUND, post=Permission.MANAGE_ROUND)
def edit_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Change the name or the dates of a round that has not been opened."""
    form = PlanRoundForm.for_request(reporting_round, version=reporting_round.version)
    if form.is_submitted and form.validate():
        try:
            actions.edit_round(
                reporting_round, _plan(form), version=form.version, by=current_user, now=clock.now()
            )
        except ChangedSince:
            return render_changed_since(
                "programmes/round_changed_since.html",
                form,
                PlanRoundForm(None, reporting_round),
                version=reporting_round.version,
                programme=programme,
                round=reporting_round,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The round is saved.")
            return redirect(_address(reporting_round), code=303)
    return render_form("programmes/edit_round.html", form, programme=programme, round=reporting_round)


@blueprint.route("/p/<programme>/rounds/<reporting_round>/open", methods=["GET", "POST"])
@loads(reporting_round=queries.get_round)
@requires(get=Permission.MANAGE_ROUND, post=Permission.MANAGE_ROUND)
def open_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Say what opening does, and open."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            asked = actions.open_round(reporting_round, by=current_user, now=clock.now(), today=clock.today())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{reporting_round.name} is open. Check-ins asked for: {asked:,}.")
            return redirect(_address(reporting_round), code=303)
    return render_form(
        "programmes/open_round.html",
        form,
        programme=programme,
        round=reporting_round,
        commitments=queries.count_live_commitments(programme),
    )


@blueprint.route("/p/<programme>/rounds/<reporting_round>/close", methods=["GET", "POST"])
@loads(reporting_round=queries.get_round)
@requires(get=Permission.MANAGE_ROUND, post=Permission.MANAGE_ROUND)
def close_round(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Say what closing does, and close."""
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.close_round(reporting_round, by=current_user, now=clock.now(), today=clock.today())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{reporting_round.name} is closed, and its result is published.")
            return redirect(_address(reporting_round), code=303)
    counts = queries.count_reported(programme)
    return render_form(
        "programmes/close_round.html",
        form,
        programme=programme,
        round=reporting_round,
        count=counts.get(reporting_round.id, queries.RoundCount()),
        may_close=clock.today() > reporting_round.grace_until,
    )


def _address(round_: Round) -> str:
    return url_for(".show_round", programme=round_.programme.slug, reporting_round=round_.public_id)


def _plan(form: PlanRoundForm) -> RoundPlan:
    values = dict(form.data)
    months = values.pop("repeats_every")
    return RoundPlan(**values, repeats_every=int(months) if months else None)
