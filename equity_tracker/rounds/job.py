"""What a worker asks of this feature: what a round report says."""

from equity_tracker.rounds.queries.round_report import gather_round_report
from equity_tracker.rounds.round_report import RoundReport

__all__ = ["RoundReport", "gather_round_report"]
