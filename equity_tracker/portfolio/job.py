"""What a worker asks of this feature: what a programme report says."""

from equity_tracker.portfolio.actions.board_paper import gather_board_paper
from equity_tracker.portfolio.actions.programme_report import gather_programme_report

__all__ = ["gather_board_paper", "gather_programme_report"]
