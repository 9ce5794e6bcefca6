"""Reports of record for programs: which there are, and what may be known of one by its number."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from equity_tracker import clock
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.reports import queries
from equity_tracker.reports.asking import KIND_WORDS
from equity_tracker.reports.issued import told
from equity_tracker.web import answer_fields as say
from equity_tracker.web.access import loads, public
from equity_tracker.web.parts import LINK, here, part, place
from equity_tracker.web.resources import PageQuestion, reading

blueprint = reading("reports_api", __name__)
# A board pack is for its board alone.
KINDS = {kind.value: words for kind, words in KIND_WORDS.items() if kind is not ReportKind.BOARD_PACK}
NUMBER = [
    {
        "in": "path",
        "name": "issued",
        "description": "The number on the report.",
        "example": "ET-2026-00017",
    }
]
ReportsQuestion = PageQuestion.from_dict(
    {
        "kind": fields.String(
            validate=validate.OneOf(list(KINDS), error="There is no such kind."),
            metadata={"description": "What kind of report.", "example": ReportKind.STATUS_REPORT.value},
        ),
        "organisation": fields.String(
            validate=validate.Length(1, 80),
            metadata={"description": "The slug of an organisation.", "example": "harbour-council"},
        ),
    },
    name="ReportsQuestion",
)


class IssuedReport(say.Answer):
    """A report of record. It never changes: what is corrected is issued anew, under another number."""

    number = say.text("Its number, as printed on it.", "ET-2026-00017", always=True)
    issued_at = fields.DateTime(
        required=True, metadata={"description": "When.", "examples": ["2026-04-06T09:00:00+00:00"]}
    )
    is_public = say.yes_no(
        "Whether it is for the public. Of any other, no more is told than that it was issued.", always=True
    )
    withdrawn_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "When it was taken back.", "examples": ["2026-05-01T09:00:00+00:00"]},
    )
    kind = say.text("What it is.", "Status report")
    kind_code = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "The same, for programs.", "examples": [ReportKind.STATUS_REPORT.value]},
    )
    title = say.text("Whom or what it is about.", "Harbour Council")
    as_of = say.day("The day that it tells of.", "2026-04-06")
    since = say.day("From when it tells what happened, where it is not from the beginning.", "2025-04-01")
    until = say.day("Until when.", "2026-03-31")
    issuer = say.text("Who issued it.", "Harbour Council")
    pages = say.number("How many pages it has.", 12, always=False)
    file_sha256 = say.text("SHA-256 of the PDF.", "9f86d081884c7d65…")
    archive_sha256 = say.text("SHA-256 of the archive edition, if there is one.", "60303ae22b998861…")
    content_sha256 = say.text("SHA-256 of what it says, as kept in the register.", "fd61a03af4f77d87…")
    superseded_by = say.text("The number of the report that came after it.", "ET-2026-00031")
    file_url = say.address("The PDF.", "https://register.example.org/reports/ET-2026-00017/file.pdf")
    archive_url = say.address(
        "The archive edition (PDF/A), which holds its data as JSON and CSV.",
        "https://register.example.org/reports/ET-2026-00017/archive.pdf",
    )
    url = say.address("Its page.", "https://register.example.org/reports/ET-2026-00017", always=True)


@blueprint.route("/reports")
@public
@blueprint.arguments(ReportsQuestion, location="query")
@blueprint.response(200, say.page_of(IssuedReport), headers=LINK)
def list_reports(asked: dict[str, Any]) -> ResponseReturnValue:
    """List the public reports of record, the newest first."""
    kind = asked.get("kind")
    found = queries.list_issued(
        clock.today(),
        kind=ReportKind(kind) if kind else None,
        organisation=asked.get("organisation", ""),
        after=place(asked, (int,)),
        limit=asked["limit"] + 1,
    )
    return part(
        found,
        asked["limit"],
        lambda report: (report.id,),
        lambda report: _shown(report, is_still_public=True),
    )


@blueprint.route("/reports/<issued>", parameters=NUMBER)
@loads(issued=queries.get_issued)
@public
@blueprint.response(200, IssuedReport)
@blueprint.alt_response(404, "404")
def show_report(issued: Report) -> ResponseReturnValue:
    """Read what may be known of one report, to compare a file in hand with it by SHA-256."""
    return _shown(issued, is_still_public=queries.is_still_public(issued, clock.today()))


def _shown(report: Report, *, is_still_public: bool) -> dict[str, Any]:
    known = told(report, is_still_public=is_still_public)
    shown = {
        "number": known.number,
        "issued_at": known.issued_at,
        "is_public": known.is_public,
        "withdrawn_at": known.withdrawn_at,
        "kind": known.kind or None,
        "kind_code": report.kind.value if known.is_public else None,
        "url": _address("show_issued", known.number),
    }
    if known.about is None:
        return shown
    archive = _address("download_issued_archive", known.number) if known.about.archive_hash else None
    return shown | {
        **vars(known.about),
        "file_sha256": known.about.file_hash,
        "archive_sha256": known.about.archive_hash,
        "content_sha256": known.about.content_hash,
        "file_url": _address("download_issued", known.number),
        "archive_url": archive,
    }


def _address(page: str, number: str) -> str:
    return here() + url_for(f"reports.{page}", issued=number)
