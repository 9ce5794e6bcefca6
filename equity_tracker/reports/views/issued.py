"""What anybody may know of a report of record: its page, its files, and whether a file is the one issued."""

from functools import partial

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.model.publication import Publication
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.reports import queries
from equity_tracker.reports.forms import CheckForm
from equity_tracker.reports.issued import Told, told, verdict
from equity_tracker.reports.views.blueprint import blueprint
from equity_tracker.reports.views.files import send_report
from equity_tracker.reports.views.resources import KINDS
from equity_tracker.web import throttle
from equity_tracker.web.access import anyone, loads, public
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor
from equity_tracker.web.templating import render_form
from equity_tracker.web.uploads import takes_large_body

# So long the file may be kept by others before they ask again.
PUBLIC_SECONDS = 20
# A report is no larger. Who has one that is can compare its SHA-256.
MOST_BYTES = 16 * 1024 * 1024


def _told(report: Report) -> Told:
    return told(report, is_still_public=queries.is_still_public(report, clock.today()))


def _kept(template: str, **context: object) -> Response:
    """Fill a page that is the same for everybody, and may be kept for some seconds."""
    response = make_response(render_template(template, **context))
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    return response


@blueprint.get("/reports/issued")
@public
def list_issued() -> ResponseReturnValue:
    """Show the public reports of every kind, the newest first."""
    kind = request.args.get("kind", "")
    organisation = request.args.get("organisation", "")
    if kind and kind not in KINDS:
        raise NotFound
    after = read_cursor(request.args.get("after"), (int,))
    found = queries.list_issued(
        clock.today(),
        kind=ReportKind(kind) if kind else None,
        organisation=organisation,
        after=after,
        limit=PAGE_SIZE + 1,
    )
    page = cut(found, lambda row: (row.id,))
    here = partial(url_for, ".list_issued", kind=kind or None, organisation=organisation or None)
    return _kept(
        "reports/list_issued.html",
        reports=page.rows,
        kinds=KINDS,
        kind=kind,
        organisation=organisation,
        first_url=here() if after else None,
        next_url=here(after=page.next_cursor) if page.next_cursor else None,
    )


@blueprint.get("/reports/<issued>")
@loads(issued=queries.get_issued)
@public
def show_issued(issued: Report) -> ResponseReturnValue:
    return _kept("reports/show_issued.html", report=_told(issued))


@blueprint.get("/reports/<issued>/file.pdf")
@loads(issued=queries.get_issued)
@public
def download_issued(issued: Report) -> ResponseReturnValue:
    return _public_file(issued, archive=False)


@blueprint.get("/reports/<issued>/archive.pdf")
@loads(issued=queries.get_issued)
@public
def download_issued_archive(issued: Report) -> ResponseReturnValue:
    return _public_file(issued, archive=True)


def _public_file(report: Report, *, archive: bool) -> ResponseReturnValue:
    if not _told(report).is_offered:
        raise NotFound
    response = send_report(report, report.number or "", archive=archive)
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response.set_etag((report.archive_hash if archive else report.file_hash) or "")
    return response.make_conditional(request)


@blueprint.route("/reports/<issued>/check", methods=["GET", "POST"])
@loads(issued=queries.get_issued)
@takes_large_body(MOST_BYTES)
@anyone("GET", "POST")
def check_issued(issued: Report) -> ResponseReturnValue:
    """Say whether a file in hand is the one issued. It is read once for its SHA-256, and kept nowhere."""
    form = CheckForm.for_request()
    answer = None
    if form.is_submitted and form.validate():
        number = issued.number
        throttle.count((throttle.CHECK_BY_NETWORK, throttle.network()), (throttle.CHECK_IN_ALL, "everybody"))
        issued = queries.get_issued(None, number or "")
        answer = verdict(issued, form.digest)
    return render_form("reports/check_issued.html", form, report=_told(issued), answer=answer)


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
