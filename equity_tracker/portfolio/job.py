"""What a worker asks of this feature: what a programme report says."""

from equity_tracker.portfolio.actions.programme_report import gather_programme_report
from equity_tracker.portfolio.programme_report import ProgrammeReport

__all__ = ["ProgrammeReport", "gather_programme_report"]
