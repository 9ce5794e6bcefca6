"""Pages of status reports and board papers: asking for one, waiting for it, fetching the file."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Edition, ReportKind, standing_today
from equity_tracker.reports import actions, queries
from equity_tracker.reports.asking import file_name
from equity_tracker.web.access import loads, public, requires
from equity_tracker.web.charts import stacked_bar
from equity_tracker.web.form_keys import creates_once

blueprint = Blueprint("reports", __name__)
blueprint.add_app_template_global(stacked_bar, "stacked_bar")

# So long the file may be kept by others before they ask again.
PUBLIC_SECONDS = 20
# Chrome shows a PDF inside a page of its own making, to which the policy of the file applies: with that of
# our pages it stays blank (crbug.com/271452). A PDF runs nothing on our pages; it only must not be framed.
FILE_POLICY = "frame-ancestors 'none'"


@blueprint.get("/o/<organisation>/reports/")
@requires(get=Permission.VIEW_REPORT)
def list_reports(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "reports/list_reports.html",
        organisation=organisation,
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
    return render_template("reports/show_report.html", organisation=organisation, report=report)


@blueprint.get("/o/<organisation>/reports/<report>/file")
@loads(report=queries.get_report)
@requires(get=Permission.VIEW_REPORT)
def download_report(organisation: Organisation, report: Report) -> ResponseReturnValue:
    return send_report(report, organisation.slug)


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


@blueprint.get("/organisations/<slug>/status-report.pdf")
@loads(slug=queries.get_public_organisation)
@public
def show_public_report(slug: Publication) -> ResponseReturnValue:
    """Serve the newest public edition.

    Before there is one, the answer is a page with status 404: nobody's program should keep a page of words
    under the name of a report, and no cache should hold it in the report's place.
    """
    today = clock.today()
    is_expected = queries.has_public_commitments(slug.organisation_id, today)
    report = queries.find_public_report(slug.organisation_id) if is_expected else None
    if report is None:
        page = render_template(
            "reports/show_public_report.html", organisation=slug.payload, is_expected=is_expected
        )
        return page, 404
    response = send_report(report, slug.payload["slug"], inline=True)
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response.set_etag(report.file_hash or "")
    return response.make_conditional(request)


def send_report(report: Report, slug: str, *, inline: bool = False) -> Response:
    """Hand out the file of a report under a name that says what it is; nothing while there is none."""
    if not report.is_done or report.is_withdrawn or report.file_key is None:
        raise NotFound
    storage = Storage.from_url(current_app.config["SETTINGS"].storage_url)
    response = Response(storage.get(report.file_key), mimetype="application/pdf")
    way = "inline" if inline else "attachment"
    name = file_name(report, slug)
    response.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
