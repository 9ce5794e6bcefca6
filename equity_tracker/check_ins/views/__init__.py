"""Pages of checking in."""

from equity_tracker.check_ins.views import check_ins
from equity_tracker.check_ins.views.blueprint import blueprint

__all__ = ["blueprint", "check_ins"]
