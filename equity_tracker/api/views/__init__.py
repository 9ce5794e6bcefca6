"""The read API: one module for each noun, and the page that explains it."""

from equity_tracker.api.views import commitments, index, library, places, reference
from equity_tracker.api.views.blueprint import blueprint
from equity_tracker.api.views.reference import blueprint as reference_blueprint

__all__ = ["blueprint", "commitments", "index", "library", "places", "reference", "reference_blueprint"]
