"""The Monday lists: a page for each, and the same rows as a file."""

from equity_tracker.monday.views import changes, drift, look_again, not_reported, nudges, orphans
from equity_tracker.monday.views.blueprint import blueprint

__all__ = ["blueprint", "changes", "drift", "look_again", "not_reported", "nudges", "orphans"]
