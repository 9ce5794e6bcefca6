"""The press: which kinds of report there are, who gathers each, and how what was gathered is printed."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from equity_tracker.adapters import pdf
from equity_tracker.adapters.storage import Storage
from equity_tracker.model.report import Report, ReportKind
from equity_tracker.reports import queries
from equity_tracker.reports.annual_statement import AnnualStatement
from equity_tracker.reports.commitment_record import CommitmentRecord
from equity_tracker.reports.content import ReportContent, from_json
from equity_tracker.reports.data_files import data_files
from equity_tracker.reports.pack_html import fill_with_packs
from equity_tracker.reports.record_facts import RecordFacts, record_facts
from equity_tracker.reports.status_report import StatusReport

log = logging.getLogger(__name__)

Gather = Callable[[Report], ReportContent]


@dataclass(frozen=True)
class Kind:
    """A kind of report: the class of what it says, and who gathers that."""

    content: type[ReportContent]
    gather: Gather


@dataclass(frozen=True)
class Press:
    """What makes a file: who fills templates, prints and gathers each kind, and where files are kept."""

    fill: Callable[[ReportContent, RecordFacts | None], str]
    render: Callable[[str, datetime], bytes]
    storage: Storage
    kinds: Mapping[ReportKind, Kind]
    base_url: str = ""
    # Makes the edition with the report's data inside; none where nobody asks for it.
    archive: Callable[[bytes, ReportContent, datetime], bytes | None] | None = None


def open_press(
    storage_url: str,
    *,
    fill: Callable[[ReportContent, RecordFacts | None], str],
    kinds: Mapping[ReportKind, Kind],
    base_url: str,
) -> Press:
    return Press(
        fill_with_packs(fill, kinds), _render, Storage.from_url(storage_url), kinds, base_url, _archive
    )


def _render(html: str, made_at: datetime) -> bytes:
    return pdf.render_long(html, assets=pdf.Assets(), made_at=made_at)


def _archive(made: bytes, content: ReportContent, made_at: datetime) -> bytes | None:
    """Make the archive edition; none where its standard cannot be kept, as with a letter that no font has."""
    attachments = [
        pdf.Attachment(name=file.name, media_type=file.media_type, description=file.title, data=file.data)
        for file in data_files(content)
    ]
    try:
        return pdf.make_archive(made, attachments=attachments, made_at=made_at)
    except pdf.RenderFailed:
        log.exception("There is no archive edition of “%s”", content.title)
        return None


def gather_status_report(report: Report) -> StatusReport:
    return queries.status_report(the(report.organisation), report.choice)


def gather_commitment_record(report: Report) -> CommitmentRecord:
    return queries.commitment_record(the(report.commitment), report.choice)


def gather_annual_statement(report: Report) -> AnnualStatement:
    return queries.annual_statement(the(report.organisation), report.choice, report.signatory)


OWN_KINDS: Mapping[ReportKind, Kind] = {
    ReportKind.STATUS_REPORT: Kind(StatusReport, gather_status_report),
    ReportKind.COMMITMENT_RECORD: Kind(CommitmentRecord, gather_commitment_record),
    ReportKind.ANNUAL_STATEMENT: Kind(AnnualStatement, gather_annual_statement),
}
Named = TypeVar("Named")


def the(named: Named | None) -> Named:
    """Return what a report of this kind always names."""
    if named is None:
        raise ValueError("The report does not name what its kind is about.")
    return named


def printable(report: Report, issued_at: datetime, press: Press) -> str:
    """Return what is printed, made from what is stored and nothing else: at any time the same."""
    kind = press.kinds[report.kind]
    content = from_json(the(report.data), kind.content)
    facts = record_facts(
        number=the(report.number),
        issuer=report.issuer,
        issued_at=issued_at,
        content_hash=report.content_key,
        base_url=press.base_url,
    )
    return press.fill(content, facts)


def print_again(report: Report, press: Press) -> bytes:
    """Return the file of an issued report anew, from its stored data."""
    made_at = the(report.made_at)
    return press.render(printable(report, made_at, press), made_at)
