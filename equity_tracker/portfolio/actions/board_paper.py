"""Gathering a board paper: the internal edition of a programme report, with all its parts."""

from datetime import date

from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.portfolio.actions.internal_report import gather_internal
from equity_tracker.portfolio.programme_report import ProgrammeReport


def gather_board_paper(programme: Programme, as_of: date) -> ProgrammeReport:
    """Gather what a board reads."""
    choice = Choice(ReportKind.PROGRAMME_REPORT, Edition.INTERNAL, as_of, Period(until=as_of))
    return gather_internal(programme, choice)
