"""Pages at the end of a commitment, in the workspaces of its organisation and of its programme."""

from equity_tracker.closing.views import assessments, close_outs, retractions, still_in_place
from equity_tracker.closing.views.blueprint import blueprint

__all__ = ["assessments", "blueprint", "close_outs", "retractions", "still_in_place"]
