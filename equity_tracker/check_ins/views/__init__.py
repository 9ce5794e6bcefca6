"""Pages of checking in."""

from equity_tracker.check_ins.views import check_ins, on_behalf
from equity_tracker.check_ins.views.blueprint import blueprint

__all__ = ["blueprint", "check_ins", "on_behalf"]
