"""Handing out the files of a report."""

from flask import Response, current_app
from werkzeug.exceptions import NotFound

from equity_tracker.adapters.storage import Storage
from equity_tracker.model.report import Report
from equity_tracker.reports.asking import file_name

# Chrome shows a PDF inside a page of its own making, to which the policy of the file applies: with that of
# our pages it stays blank (crbug.com/271452). A PDF runs nothing on our pages; it only must not be framed.
FILE_POLICY = "frame-ancestors 'none'"


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
