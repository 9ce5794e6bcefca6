"""Pages of scheduled reports: for coordinators, and for whoever was sent a link."""

from equity_tracker.scheduling.views import schedules, shared
from equity_tracker.scheduling.views.blueprint import blueprint

__all__ = ["blueprint", "schedules", "shared"]
