"""The Monday lists: a page for each, and the same rows as a file."""

from equity_tracker.monday.views import not_reported, nudges
from equity_tracker.monday.views.blueprint import blueprint

__all__ = ["blueprint", "not_reported", "nudges"]
