"""What a worker asks of this feature: what a round report says."""

from equity_tracker.rounds.queries.round_report import gather_round_report

__all__ = ["gather_round_report"]
