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
from equity_tracker.model.report import BoardPaper, Report
from equity_tracker.reports import actions, queries
from equity_tracker.web.access import loads, public, requires
from equity_tracker.web.charts import level_line, milestone_marks, stacked_bar, time_bar
from equity_tracker.web.form_keys import creates_once

blueprint = Blueprint("reports", __name__)
for chart in (level_line, milestone_marks, stacked_bar, time_bar):
    blueprint.add_app_template_global(chart, chart.__name__)

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
    report = actions.request_report(
        organisation, by=current_user, now=clock.now(), today=clock.today(organisation.time_zone)
    )
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
    name = f"{organisation.slug}-{report.edition.value}-status-report-{report.as_of.isoformat()}.pdf"
    return _file(report, f'attachment; filename="{name}"')


@blueprint.get("/p/<programme>/reports/")
@requires(get=Permission.VIEW_REGISTERED)
def list_papers(programme: Programme) -> ResponseReturnValue:
    return render_template(
        "reports/list_papers.html", programme=programme, papers=queries.list_papers(programme)
    )


@blueprint.post("/p/<programme>/reports/")
@requires(post=Permission.REQUEST_BOARD_PAPER)
@creates_once
def request_paper(programme: Programme) -> ResponseReturnValue:
    paper = actions.request_paper(programme, by=current_user, now=clock.now(), today=clock.today())
    flash("The board paper has been asked for. It is being made now.")
    return redirect(url_for("reports.show_paper", programme=programme.slug, paper=paper.public_id), code=303)


@blueprint.get("/p/<programme>/reports/<paper>")
@loads(paper=queries.get_paper)
@requires(get=Permission.VIEW_REGISTERED)
def show_paper(programme: Programme, paper: BoardPaper) -> ResponseReturnValue:
    return render_template("reports/show_paper.html", programme=programme, paper=paper)


@blueprint.get("/p/<programme>/reports/<paper>/file")
@loads(paper=queries.get_paper)
@requires(get=Permission.VIEW_REGISTERED)
def download_paper(programme: Programme, paper: BoardPaper) -> ResponseReturnValue:
    name = f"{programme.slug}-board-paper-{paper.as_of.isoformat()}.pdf"
    return _file(paper, f'attachment; filename="{name}"')


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
    name = f"{slug.payload['slug']}-status-report-{report.as_of.isoformat()}.pdf"
    response = _file(report, f'inline; filename="{name}"')
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response.set_etag(report.file_hash or "")
    return response.make_conditional(request)


def _file(report: Report | BoardPaper, disposition: str) -> Response:
    if not report.is_done or report.file_key is None:
        raise NotFound
    storage = Storage.from_url(current_app.config["SETTINGS"].storage_url)
    response = Response(storage.get(report.file_key), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
