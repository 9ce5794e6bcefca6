"""The Monday lists: a page for each, and the same rows as a file."""

from equity_tracker.monday.views import look_again, not_reported, nudges
from equity_tracker.monday.views.blueprint import blueprint

__all__ = ["blueprint", "look_again", "not_reported", "nudges"]
