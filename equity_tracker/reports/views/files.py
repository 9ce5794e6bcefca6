"""Handing out the files of a report, and saying how far it has got."""

from dataclasses import dataclass

from flask import Response, current_app
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.model.report import Report
from equity_tracker.reports import queries
from equity_tracker.reports.asking import KIND_WORDS, file_name

# Chrome shows a PDF inside a page of its own making, to which the policy of the file applies: with that of
# our pages it stays blank (crbug.com/271452). A PDF runs nothing on our pages; it only must not be framed.
FILE_POLICY = "frame-ancestors 'none'"


@dataclass(frozen=True)
class Standing:
    """What the page of a report says of it: what it is, and how many are made before it while it waits."""

    kind: str
    is_begun: bool
    before: int


def standing(report: Report) -> Standing:
    is_begun = report.lease_until is not None and report.lease_until >= clock.now()
    is_queued = report.is_waiting and not is_begun
    return Standing(KIND_WORDS[report.kind], is_begun, queries.count_before(report) if is_queued else 0)


def send_report(report: Report, slug: str, *, inline: bool = False, archive: bool = False) -> Response:
    """Hand out a file of a report under a name that says what it is; nothing while there is none."""
    key = report.archive_key if archive else report.file_key
    if not report.is_done or report.is_withdrawn or key is None:
        raise NotFound
    storage = Storage.from_url(current_app.config["SETTINGS"].storage_url)
    response = Response(storage.get(key), mimetype="application/pdf")
    way = "inline" if inline else "attachment"
    name = file_name(report, f"{slug}-archive" if archive else slug)
    response.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
