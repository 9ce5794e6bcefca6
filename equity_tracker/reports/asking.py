"""Who may be asked about, in which kinds of report, and the row that an answer begins with."""

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.model.round import Round

Subject = Organisation | Programme | Commitment | Round

# Who issues what nobody asked for.
BY_ITSELF = "Equity Tracker"
KIND_WORDS = {
    ReportKind.COMMITMENT_RECORD: "Record of a commitment",
    ReportKind.STATUS_REPORT: "Status report",
    ReportKind.PROGRAMME_REPORT: "Programme report",
    ReportKind.ROUND_REPORT: "Round report",
    ReportKind.ANNUAL_STATEMENT: "Annual statement",
    ReportKind.BOARD_PACK: "Board pack",
}


def report_on(subject: Subject, choice: Choice, signatory: str | None = None) -> Report:
    """Return a row for this subject and choice, not yet asked for by anybody."""
    period = choice.period
    report = Report(
        kind=choice.kind,
        edition=choice.edition,
        as_of=choice.as_of,
        since=period.since,
        until=None if period.until == choice.as_of else period.until,
        sections=list(choice.sections),
        signatory=signatory,
    )
    if isinstance(subject, Organisation):
        _belongs(report, organisation=subject)
    elif isinstance(subject, Programme):
        _belongs(report, programme=subject)
    elif isinstance(subject, Commitment):
        _belongs(report, organisation=subject.organisation, programme=subject.programme)
        report.commitment, report.commitment_id = subject, subject.id
    else:
        _belongs(report, programme=subject.programme)
        report.round, report.round_id = subject, subject.id
    return report


def _belongs(
    report: Report, *, organisation: Organisation | None = None, programme: Programme | None = None
) -> None:
    """Say whose it is, also while the row is not stored; and who issues it: never a person by name."""
    report.organisation, report.programme = organisation, programme
    report.organisation_id = organisation.id if organisation else None
    report.programme_id = programme.id if programme else None
    if organisation is not None:
        report.issuer = organisation.name
    elif programme is not None:
        report.issuer = programme.coordinating_body.name


def file_name(report: Report, slug: str, ending: str = "pdf") -> str:
    """Return under which name a report is kept by whoever downloads it."""
    edition = "" if report.is_public else "-internal"
    return f"{slug}{edition}-{report.kind.value.replace('_', '-')}-{report.as_of.isoformat()}.{ending}"
