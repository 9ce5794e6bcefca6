"""Every kind of report: what it says, and which feature gathers that."""

from collections.abc import Mapping

from equity_tracker.model.report import Report, ReportKind
from equity_tracker.portfolio.job import ProgrammeReport, gather_programme_report
from equity_tracker.reports.job import OWN_KINDS, BoardPack, Kind, gather_pack, the
from equity_tracker.rounds.job import RoundReport, gather_round_report


def _programme_report(report: Report) -> ProgrammeReport:
    return gather_programme_report(the(report.programme), report.choice)


def _round_report(report: Report) -> RoundReport:
    return gather_round_report(the(report.round), report.choice)


def _board_pack(report: Report) -> BoardPack:
    return gather_pack(report, KINDS)


KINDS: Mapping[ReportKind, Kind] = {
    **OWN_KINDS,
    ReportKind.BOARD_PACK: Kind(BoardPack, _board_pack),
    ReportKind.PROGRAMME_REPORT: Kind(ProgrammeReport, _programme_report),
    ReportKind.ROUND_REPORT: Kind(RoundReport, _round_report),
}
