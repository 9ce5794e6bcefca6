"""Which reports come by themselves: list, set, change, let pause, end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.people import User
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_rule import DateRule, day_in_words
from equity_tracker.model.report_schedule import ReportSchedule
from equity_tracker.scheduling import queries
from equity_tracker.scheduling.actions import setting as actions
from equity_tracker.scheduling.forms import ConfirmForm, ScheduleForm
from equity_tracker.scheduling.plan import Plan
from equity_tracker.scheduling.views.blueprint import blueprint
from equity_tracker.web import signed
from equity_tracker.web.access import loads, requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_changed_since, render_form


@blueprint.get("/p/<programme>/reports/schedules")
@requires(get=Permission.VIEW_REGISTERED)
def list_schedules(programme: Programme) -> ResponseReturnValue:
    return render_template(
        "scheduling/list_schedules.html",
        programme=programme,
        rows=[(row, _next(row)) for row in queries.list_schedules(programme)],
    )


@blueprint.route("/p/<programme>/reports/schedules/new", methods=["GET", "POST"])
@requires(get=Permission.SCHEDULE_REPORT, post=Permission.SCHEDULE_REPORT)
@creates_once
def add_schedule(programme: Programme) -> ResponseReturnValue:
    staff = queries.list_staff(programme)
    form = ScheduleForm.for_request(
        {"edition": Edition.PUBLIC.value}, options={"colleagues": _options(staff)}
    )
    if form.is_submitted and form.validate():
        try:
            schedule = actions.add_schedule(
                programme, _plan(form, staff), by=current_user, now=clock.now(), today=_today(programme)
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"Saved. It comes next on {_next(schedule)[0]}.")
            return redirect(_address(schedule), code=303)
    return render_form("scheduling/add_schedule.html", form, programme=programme)


@blueprint.get("/p/<programme>/reports/schedules/<schedule>")
@loads(schedule=queries.get_schedule)
@requires(get=Permission.VIEW_REGISTERED)
def show_schedule(programme: Programme, schedule: ReportSchedule) -> ResponseReturnValue:
    """Show when it comes next, whom it goes to, and what became of the last ones."""
    return render_template(
        "scheduling/show_schedule.html",
        programme=programme,
        schedule=schedule,
        next_days=_next(schedule),
        deliveries=queries.list_deliveries(schedule),
        staff=set(queries.list_staff(programme)),
    )


@blueprint.route("/p/<programme>/reports/schedules/<schedule>/edit", methods=["GET", "POST"])
@loads(schedule=queries.get_schedule)
@requires(get=Permission.SCHEDULE_REPORT, post=Permission.SCHEDULE_REPORT)
def edit_schedule(programme: Programme, schedule: ReportSchedule) -> ResponseReturnValue:
    staff = queries.list_staff(programme)
    options = {"colleagues": _options(staff)}
    form = ScheduleForm.for_request(_values(schedule), options=options, version=schedule.version)
    if form.is_submitted and form.validate():
        try:
            actions.change_schedule(
                schedule,
                _plan(form, staff),
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=_today(programme),
            )
        except ChangedSince:
            return render_changed_since(
                "scheduling/schedule_changed_since.html",
                form,
                ScheduleForm(None, _values(schedule), options=options),
                version=schedule.version,
                programme=programme,
                schedule=schedule,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The schedule is saved.")
            return redirect(_address(schedule), code=303)
    return render_form("scheduling/edit_schedule.html", form, programme=programme, schedule=schedule)


@blueprint.post("/p/<programme>/reports/schedules/<schedule>/pause")
@loads(schedule=queries.get_schedule)
@requires(post=Permission.SCHEDULE_REPORT)
def pause_schedule(programme: Programme, schedule: ReportSchedule) -> ResponseReturnValue:  # noqa: ARG001 - the scope
    actions.pause_schedule(schedule, by=current_user, now=clock.now())
    flash("It pauses. Nothing comes until you let it go on.")
    return redirect(_address(schedule), code=303)


@blueprint.post("/p/<programme>/reports/schedules/<schedule>/resume")
@loads(schedule=queries.get_schedule)
@requires(post=Permission.SCHEDULE_REPORT)
def resume_schedule(programme: Programme, schedule: ReportSchedule) -> ResponseReturnValue:
    try:
        actions.resume_schedule(schedule, by=current_user, now=clock.now(), today=_today(programme))
    except Refused as refused:
        flash(refused.message, "error")
    else:
        flash(f"It goes on. It comes next on {_next(schedule)[0]}.")
    return redirect(_address(schedule), code=303)


@blueprint.route("/p/<programme>/reports/schedules/<schedule>/remove", methods=["GET", "POST"])
@loads(schedule=queries.get_schedule)
@requires(get=Permission.SCHEDULE_REPORT, post=Permission.SCHEDULE_REPORT)
def remove_schedule(programme: Programme, schedule: ReportSchedule) -> ResponseReturnValue:
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        actions.remove_schedule(schedule, by=current_user, now=clock.now())
        flash("The schedule is ended.")
        return redirect(url_for(".list_schedules", programme=programme.slug), code=303)
    return render_form("scheduling/remove_schedule.html", form, programme=programme, schedule=schedule)


def _address(schedule: ReportSchedule) -> str:
    return url_for(".show_schedule", programme=schedule.programme.slug, schedule=schedule.public_id)


def _today(programme: Programme) -> date:
    """Return the day in the calendar that the programme's schedules go by."""
    return clock.today(programme.coordinating_body.time_zone)


def _next(schedule: ReportSchedule) -> list[str]:
    """Say the next three days on which it comes; none while it pauses."""
    if schedule.next_on is None:
        return []
    return [day_in_words(schedule.next_on), *schedule.rule.next_in_words(schedule.next_on, most=2)]


def _options(staff: Sequence[User]) -> list[Option]:
    return [Option(user.public_id, user.name) for user in staff]


def _plan(form: ScheduleForm, staff: Sequence[User]) -> Plan:
    chosen = set(form.colleagues.data)
    addresses: Mapping[str, Sequence[str]] = {
        address: signed.known_hashes(address) for address in form.addresses
    }
    return Plan(
        rule=DateRule.read(form.every.data or "", form.falls_on.data or ""),
        edition=Edition(form.edition.data or ""),
        people=[user for user in staff if user.public_id in chosen],
        addresses=addresses,
    )


def _values(schedule: ReportSchedule) -> dict[str, Any]:
    """Fill the form with what is set now. Whoever has stopped is not in it."""
    going = [row for row in schedule.recipients if row.stopped_at is None]
    return {
        "every": schedule.every.value,
        "falls_on": schedule.falls_on,
        "edition": schedule.edition.value,
        "colleagues": [row.user.public_id for row in going if row.user is not None],
        "others": "\n".join(row.address for row in going if row.address is not None),
    }
