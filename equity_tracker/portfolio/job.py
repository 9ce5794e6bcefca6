"""What a worker asks of this feature: the contents of a programme's report."""

from equity_tracker.portfolio.actions.board_paper import gather_programme_report
from equity_tracker.portfolio.paper import Paper

__all__ = ["Paper", "gather_programme_report"]
