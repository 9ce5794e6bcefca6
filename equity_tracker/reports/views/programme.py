"""Reports of a programme: asking for one, waiting for it, fetching it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Edition, ReportKind, standing_today
from equity_tracker.reports import actions, queries
from equity_tracker.reports.views.blueprint import blueprint
from equity_tracker.reports.views.files import send_report
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once


@blueprint.get("/p/<programme>/reports/")
@requires(get=Permission.VIEW_REGISTERED)
def list_programme_reports(programme: Programme) -> ResponseReturnValue:
    return render_template(
        "reports/list_programme_reports.html",
        programme=programme,
        reports=queries.list_of_programme(programme),
    )


@blueprint.post("/p/<programme>/reports/")
@requires(post=Permission.REQUEST_BOARD_PAPER)
@creates_once
def request_programme_report(programme: Programme) -> ResponseReturnValue:
    choice = standing_today(ReportKind.PROGRAMME_REPORT, Edition.INTERNAL, clock.today())
    report = actions.request(choice, subject=programme, by=current_user, now=clock.now())
    flash("The board paper has been asked for. It is being made now.")
    url = url_for("reports.show_programme_report", programme=programme.slug, report=report.public_id)
    return redirect(url, code=303)


@blueprint.get("/p/<programme>/reports/<report>")
@loads(report=queries.get_programme_report)
@requires(get=Permission.VIEW_REGISTERED)
def show_programme_report(programme: Programme, report: Report) -> ResponseReturnValue:
    return render_template("reports/show_programme_report.html", programme=programme, report=report)


@blueprint.get("/p/<programme>/reports/<report>/file")
@loads(report=queries.get_programme_report)
@requires(get=Permission.VIEW_REGISTERED)
def download_programme_report(programme: Programme, report: Report) -> ResponseReturnValue:
    return send_report(report, programme.slug)
