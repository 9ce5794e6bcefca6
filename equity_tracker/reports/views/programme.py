"""Reports of a programme: asking for one, waiting for it, fetching it."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Edition, ReportKind, standing_today
from equity_tracker.reports import actions, queries
from equity_tracker.reports.views.asking import answer, asking, kinds_for, previewed
from equity_tracker.reports.views.blueprint import blueprint
from equity_tracker.reports.views.files import send_report, standing
from equity_tracker.web.access import as_typed, loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.get("/p/<programme>/reports/")
@requires(get=Permission.VIEW_REGISTERED)
def list_programme_reports(programme: Programme) -> ResponseReturnValue:
    return render_template(
        "reports/list_programme_reports.html",
        programme=programme,
        kinds=kinds_for(programme),
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
    return render_template(
        "reports/show_programme_report.html",
        programme=programme,
        report=report,
        standing=standing(report),
    )


@blueprint.get("/p/<programme>/reports/<report>/file")
@loads(report=queries.get_programme_report)
@requires(get=Permission.VIEW_REGISTERED)
def download_programme_report(programme: Programme, report: Report) -> ResponseReturnValue:
    return send_report(report, programme.slug)


@blueprint.get("/p/<programme>/reports/<report>/archive")
@loads(report=queries.get_programme_report)
@requires(get=Permission.VIEW_REGISTERED)
def download_programme_report_archive(programme: Programme, report: Report) -> ResponseReturnValue:
    return send_report(report, programme.slug, archive=True)


@blueprint.route("/p/<programme>/reports/new/<kind>", methods=["GET", "POST"])
@loads(kind=as_typed)
@requires(get=Permission.REQUEST_BOARD_PAPER, post=Permission.REQUEST_BOARD_PAPER)
def new_programme_report(programme: Programme, kind: str) -> ResponseReturnValue:
    """Ask for a report of one kind, or see first what it would say."""
    asked = asking(programme, kind)
    return answer(
        asked,
        show=lambda: render_form(
            "reports/new_report.html", asked.form, programme=programme, asked=asked, kind=kind
        ),
        preview=partial(url_for, ".preview_programme_report", programme=programme.slug, kind=kind),
        page=lambda report: url_for(
            ".show_programme_report", programme=programme.slug, report=report.public_id
        ),
    )


@blueprint.get("/p/<programme>/reports/preview/<kind>")
@loads(kind=as_typed)
@requires(get=Permission.REQUEST_BOARD_PAPER)
def preview_programme_report(programme: Programme, kind: str) -> ResponseReturnValue:
    return previewed(programme, kind)
