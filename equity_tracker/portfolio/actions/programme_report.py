"""Gathering a programme report, in either edition. It only reads."""

from equity_tracker.model.errors import Refused
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice
from equity_tracker.portfolio.actions.internal_report import gather_internal
from equity_tracker.portfolio.actions.public_report import gather_public
from equity_tracker.portfolio.programme_report import ProgrammeReport
from equity_tracker.portfolio.queries.held import find_told_programme

NOT_PUBLIC = "The public cannot read of this programme yet. Ask for the internal edition."


def gather_programme_report(programme: Programme, choice: Choice) -> ProgrammeReport:
    """Read everything once. Raises Refused for a public edition of what is not public."""
    if choice.edition is Edition.INTERNAL:
        return gather_internal(programme, choice)
    told = find_told_programme(programme, choice.as_of)
    if told is None:
        raise Refused(NOT_PUBLIC)
    return gather_public(programme, told, choice)
