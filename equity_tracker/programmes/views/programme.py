"""The programme itself: what needs doing now, founding it, its settings, closing it."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.launching import local_launch, read_time
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.status import Reporting
from equity_tracker.model.time_zones import HOME_ZONE
from equity_tracker.monday.queries.monday import count_monday
from equity_tracker.notices.queries.mail_log import count_refused
from equity_tracker.programmes.actions import programme as actions
from equity_tracker.programmes.actions.directory import find_or_add_body
from equity_tracker.programmes.actions.programme import Settings
from equity_tracker.programmes.forms import (
    ANOTHER_BODY,
    CloseProgrammeForm,
    CreateProgrammeForm,
    EditProgrammeForm,
)
from equity_tracker.programmes.log_words import line_of
from equity_tracker.programmes.queries import commitments as registered
from equity_tracker.programmes.queries import programmes as queries
from equity_tracker.programmes.queries.participations import count_invited_not_joined
from equity_tracker.programmes.queries.reviews import count_waiting
from equity_tracker.programmes.queries.rounds import RoundCount, count_reported, list_open_rounds
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.suggesting.queries import count_new
from equity_tracker.web.access import requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_changed_since, render_form

DAYS_AHEAD = 30
LINES_SHOWN = 10


@blueprint.route("/p/<programme>/")
@requires(get=Permission.VIEW_PROGRAMME)
def show_home(programme: Programme) -> ResponseReturnValue:
    """Show what needs doing now, and what happened last."""
    today = clock.today()
    rounds = list_open_rounds(programme)
    counts = count_reported(programme, rounds)
    reporting = registered.count_by_reporting(programme, today)
    return render_template(
        "programmes/show_home.html",
        programme=programme,
        waiting=count_waiting(programme),
        due_soon=registered.count_due_by(programme, today=today, until=today + timedelta(days=DAYS_AHEAD)),
        days_ahead=DAYS_AHEAD,
        reporting={state.value: reporting[state] for state in Reporting},
        monday=count_monday(programme, today=today),
        invited=count_invited_not_joined(programme),
        refused=count_refused(programme),
        suggested=count_new(programme),
        rounds=[(row, counts.get(row.id, RoundCount())) for row in rounds],
        lines=[
            line_of(row, is_set_aside=set_aside)
            for row, set_aside in queries.list_latest_activity(programme, most=LINES_SHOWN)
        ],
    )


@blueprint.route("/new-programme", methods=["GET", "POST"])
@requires(get=Permission.CREATE_PROGRAMME, post=Permission.CREATE_PROGRAMME)
@creates_once
def create_programme() -> ResponseReturnValue:
    """Found a programme."""
    bodies = {body.slug: body for body in queries.list_bodies(current_user)}
    form = CreateProgrammeForm.for_request(options={"coordinating_body": _body_options(bodies)})
    if form.is_submitted and form.validate():
        now, today = clock.now(), clock.today()
        try:
            programme = actions.create_programme(
                _settings(form),
                body=_body(form, bodies),
                by=current_user,
                now=now,
                today=today,
                is_practice=form.data["is_practice"],
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{programme.name} is set up. Invite the organisations that will take part.")
            return redirect(url_for(".show_home", programme=programme.slug), code=303)
    return render_form("programmes/create_programme.html", form)


@blueprint.route("/p/<programme>/settings", methods=["GET", "POST"])
@requires(get=Permission.EDIT_PROGRAMME, post=Permission.EDIT_PROGRAMME)
def edit_programme(programme: Programme) -> ResponseReturnValue:
    """Change the programme's settings."""
    bodies = {body.slug: body for body in queries.list_bodies(current_user)}
    bodies[programme.coordinating_body.slug] = programme.coordinating_body
    form = EditProgrammeForm.for_request(
        _shown(programme),
        version=programme.version,
        options={"coordinating_body": _body_options(bodies)},
    )
    if form.is_submitted and form.validate():
        try:
            actions.edit_programme(
                programme,
                _settings(form),
                body=_body(form, bodies),
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except ChangedSince:
            options = {"coordinating_body": _body_options(bodies)}
            return render_changed_since(
                "programmes/changed_since.html",
                form,
                EditProgrammeForm(None, _shown(programme), options=options),
                version=programme.version,
                programme=programme,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The settings are saved.")
            return redirect(url_for(".edit_programme", programme=programme.slug), code=303)
    return render_form("programmes/edit_programme.html", form, programme=programme)


@blueprint.route("/p/<programme>/close", methods=["GET", "POST"])
@requires(get=Permission.EDIT_PROGRAMME, post=Permission.EDIT_PROGRAMME)
def close_programme(programme: Programme) -> ResponseReturnValue:
    """End the programme with a closing statement."""
    form = CloseProgrammeForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.close_programme(
                programme,
                statement=form.data["closing_statement"],
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The programme is closed. All of its pages stay.")
            return redirect(url_for(".show_home", programme=programme.slug), code=303)
    return render_form("programmes/close_programme.html", form, programme=programme)


def _shown(programme: Programme) -> dict[str, Any]:
    """Return the settings as the form shows them."""
    launches_on, launch_time, launch_zone = local_launch(programme)
    return {
        "name": programme.name,
        "summary": programme.summary,
        "reference_prefix": programme.reference_prefix,
        "coordinating_body": programme.coordinating_body.slug,
        "visibility": programme.visibility,
        "launches_on": launches_on,
        "launch_time": f"{launch_time:%H:%M}" if launch_time else None,
        "launch_zone": launch_zone,
        "review_mode": programme.review_mode,
    }


def _settings(form: EditProgrammeForm) -> Settings:
    launch_time = read_time(form.data["launch_time"] or "")
    return Settings(
        name=form.data["name"],
        summary=form.data["summary"],
        reference_prefix=form.data["reference_prefix"],
        visibility=Visibility(form.data["visibility"]),
        launches_on=form.data["launches_on"],
        review_mode=ReviewMode(form.data["review_mode"]),
        launch_time=launch_time,
        launch_zone=(form.data["launch_zone"] or HOME_ZONE) if launch_time else None,
    )


def _body_options(bodies: dict[str, Organisation]) -> list[Option]:
    known = [Option(slug, body.name) for slug, body in bodies.items()]
    return [*known, Option(ANOTHER_BODY, "Another organisation")]


def _body(form: EditProgrammeForm, bodies: dict[str, Organisation]) -> Organisation:
    """Return the organisation that was picked, or the one whose name was typed."""
    if form.data["coordinating_body"] == ANOTHER_BODY:
        return find_or_add_body(form.data["body_name"], form.data["body_kind"], now=clock.now())
    return bodies[form.data["coordinating_body"]]
