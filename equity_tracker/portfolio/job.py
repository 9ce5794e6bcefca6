"""What a worker asks of this feature: the contents of a board paper."""

from equity_tracker.portfolio.actions.board_paper import gather_board_paper

__all__ = ["gather_board_paper"]
