"""Reports of an organisation: asking for one, waiting for it, fetching it."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Edition, ReportKind, standing_today
from equity_tracker.reports import actions, queries
from equity_tracker.reports.views.asking import answer, asking, kinds_for, previewed
from equity_tracker.reports.views.blueprint import blueprint
from equity_tracker.reports.views.files import send_report, standing
from equity_tracker.web.access import as_typed, loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.get("/o/<organisation>/reports/")
@requires(get=Permission.VIEW_REPORT)
def list_reports(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "reports/list_reports.html",
        organisation=organisation,
        kinds=kinds_for(organisation),
        requested=queries.list_requested(organisation),
        published=queries.list_public(organisation),
        is_public=queries.has_public_commitments(organisation.id, clock.today()),
    )


@blueprint.post("/o/<organisation>/reports/")
@requires(post=Permission.REQUEST_REPORT)
@creates_once
def request_report(organisation: Organisation) -> ResponseReturnValue:
    choice = standing_today(ReportKind.STATUS_REPORT, Edition.INTERNAL, clock.today(organisation.time_zone))
    report = actions.request(choice, subject=organisation, by=current_user, now=clock.now())
    flash("The report has been asked for. It is being made now.")
    url = url_for("reports.show_report", organisation=organisation.slug, report=report.public_id)
    return redirect(url, code=303)


@blueprint.get("/o/<organisation>/reports/<report>")
@loads(report=queries.get_report)
@requires(get=Permission.VIEW_REPORT)
def show_report(organisation: Organisation, report: Report) -> ResponseReturnValue:
    return render_template(
        "reports/show_report.html", organisation=organisation, report=report, standing=standing(report)
    )


@blueprint.get("/o/<organisation>/reports/<report>/file")
@loads(report=queries.get_report)
@requires(get=Permission.VIEW_REPORT)
def download_report(organisation: Organisation, report: Report) -> ResponseReturnValue:
    return send_report(report, organisation.slug)


@blueprint.get("/o/<organisation>/reports/<report>/archive")
@loads(report=queries.get_report)
@requires(get=Permission.VIEW_REPORT)
def download_report_archive(organisation: Organisation, report: Report) -> ResponseReturnValue:
    return send_report(report, organisation.slug, archive=True)


@blueprint.route("/o/<organisation>/reports/new/<kind>", methods=["GET", "POST"])
@loads(kind=as_typed)
@requires(get=Permission.REQUEST_REPORT, post=Permission.REQUEST_REPORT)
def new_report(organisation: Organisation, kind: str) -> ResponseReturnValue:
    """Ask for a report of one kind, or see first what it would say."""
    asked = asking(organisation, kind)
    return answer(
        asked,
        show=lambda: render_form(
            "reports/new_report.html", asked.form, organisation=organisation, asked=asked, kind=kind
        ),
        preview=partial(url_for, ".preview_report", organisation=organisation.slug, kind=kind),
        page=lambda report: url_for(".show_report", organisation=organisation.slug, report=report.public_id),
    )


@blueprint.get("/o/<organisation>/reports/preview/<kind>")
@loads(kind=as_typed)
@requires(get=Permission.REQUEST_REPORT)
def preview_report(organisation: Organisation, kind: str) -> ResponseReturnValue:
    return previewed(organisation, kind)
