"""Pages of an organisation's commitments: one module for each noun that a member works with."""

from equity_tracker.commitments.views import drafts, partners
from equity_tracker.commitments.views.blueprint import blueprint

__all__ = ["blueprint", "drafts", "partners"]
