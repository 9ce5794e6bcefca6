"""What a link in a mail opens for somebody without an account: one report. And stopping such mails.

Nobody is signed in here. What the link names is looked up again at each request, so that it is void as soon
as its reader is taken off, has stopped, or the schedule is ended.
"""

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.model.report import Report
from equity_tracker.model.report_schedule import ReportLink, ReportRecipient
from equity_tracker.scheduling import queries
from equity_tracker.scheduling.actions import stopping
from equity_tracker.scheduling.views.blueprint import blueprint
from equity_tracker.web import csrf, signed
from equity_tracker.web.access import anyone, as_typed, loads

# What the links in mails are signed for.
LINK, RECIPIENT = "report-link", "report-recipient"
# See `reports`: with the policy of our pages, Chrome shows a blank page instead of a PDF.
FILE_POLICY = "frame-ancestors 'none'"


class LinkEnded(Exception):
    """The link opens nothing, or nothing any more."""


@blueprint.errorhandler(LinkEnded)
def show_ended(_error: Exception) -> ResponseReturnValue:
    return render_template("scheduling/link_ended.html"), 410


@blueprint.get("/shared-reports/<token>")
@loads(token=as_typed)
@anyone("GET")
def show_shared(token: str) -> ResponseReturnValue:
    """Say what it is, and until when it can be fetched."""
    link, report = _held(token)
    return render_template("scheduling/show_shared.html", link=link, report=report, token=token)


@blueprint.get("/shared-reports/<token>/file")
@loads(token=as_typed)
@anyone("GET")
def download_shared(token: str) -> ResponseReturnValue:
    link, report = _held(token)
    storage = Storage.from_url(current_app.config["SETTINGS"].storage_url)
    response = Response(storage.get(report.file_key or ""), mimetype="application/pdf")
    name = f"{link.delivery.programme.slug}-report-{report.as_of.isoformat()}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


@blueprint.route("/shared-reports/stop/<token>", methods=["GET", "POST"])
@loads(token=as_typed)
@csrf.needs_no_token
@anyone("GET", "POST")
def stop(token: str) -> ResponseReturnValue:
    """Stop these mails: by the button, or by a mail program that was told to (RFC 8058)."""
    recipient = _recipient(token)
    if request.method == "POST":
        if recipient is not None:
            hashes = signed.known_hashes(recipient.email)
            stopping.stop(recipient, hashes=hashes, now=clock.now())
        # No redirect: mail programs need not follow one (RFC 8058, 3.1).
        return render_template("scheduling/stopped.html")
    if recipient is None or recipient.stopped_at is not None:
        return render_template("scheduling/stopped.html")
    return render_template("scheduling/stop.html", recipient=recipient, token=token)


def _held(token: str) -> tuple[ReportLink, Report]:
    public_id = signed.read(LINK, token)
    link = queries.find_link(public_id) if public_id is not None else None
    if link is None or not link.is_open(clock.now()):
        raise LinkEnded
    report = queries.find_made(link.delivery)
    if report is None:
        raise LinkEnded
    return link, report


def _recipient(token: str) -> ReportRecipient | None:
    """Return whose link it is; None when they are gone. A link that we did not sign is not there."""
    public_id = signed.read(RECIPIENT, token)
    if public_id is None:
        raise NotFound
    return queries.find_recipient(public_id)
