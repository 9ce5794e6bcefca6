"""Board packs: choosing which reports stand in one file, and in which order."""

from collections.abc import Iterator

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Choice, Edition, Period, ReportKind
from equity_tracker.reports import actions
from equity_tracker.reports.asking import KIND_WORDS
from equity_tracker.reports.forms import pack_form
from equity_tracker.reports.pack import PartRef, check_parts
from equity_tracker.reports.queries import packs as queries
from equity_tracker.reports.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/p/<programme>/reports/pack", methods=["GET", "POST"])
@requires(get=Permission.REQUEST_BOARD_PAPER, post=Permission.REQUEST_BOARD_PAPER)
@creates_once
def request_pack(programme: Programme) -> ResponseReturnValue:
    """Choose what stands in the pack, and ask for it."""
    form = pack_form([*_offered(programme)]).for_request()
    if form.is_submitted and form.validate():
        try:
            parts = check_parts([row["part"] for row in form.data["parts"]])
            report = actions.request(_choice(parts), subject=programme, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("The board pack has been asked for. It is being made now.")
            url = url_for(".show_programme_report", programme=programme.slug, report=report.public_id)
            return redirect(url, code=303)
    return render_form("reports/request_pack.html", form, programme=programme)


def _choice(parts: tuple[str, ...]) -> Choice:
    today = clock.today()
    return Choice(ReportKind.BOARD_PACK, Edition.INTERNAL, today, Period(until=today), parts)


def _offered(programme: Programme) -> Iterator[Option]:
    """Offer what can be made anew first, and then what has been issued."""
    yield _anew(ReportKind.PROGRAMME_REPORT, programme.public_id, programme.name)
    for round_ in queries.list_closed_rounds(programme):
        yield _anew(ReportKind.ROUND_REPORT, round_.public_id, round_.name)
    for organisation in queries.list_taking_part(programme):
        yield _anew(ReportKind.STATUS_REPORT, organisation.public_id, organisation.name)
    for commitment in queries.list_published(programme):
        name = f"{commitment.reference}: {commitment.display_title}"
        yield _anew(ReportKind.COMMITMENT_RECORD, commitment.public_id, name)
    for report in queries.list_issued_for_pack(programme):
        yield Option(PartRef(None, report.public_id).written, _name(report), group="Issued already")


_GROUPS = {
    ReportKind.PROGRAMME_REPORT: "Programme report, as of today",
    ReportKind.ROUND_REPORT: "Report of a round, as it closed",
    ReportKind.STATUS_REPORT: "Status report of an organisation, public edition, as of today",
    ReportKind.COMMITMENT_RECORD: "Record of a commitment, public edition, as of today",
}


def _anew(kind: ReportKind, about: str, name: str) -> Option:
    return Option(PartRef(kind, about).written, f"{KIND_WORDS[kind]}: {name}", group=_GROUPS[kind])


def _name(report: Report) -> str:
    return f"{report.number}, {KIND_WORDS[report.kind]}: {report.title}, as at {long_date(report.as_of)}"
