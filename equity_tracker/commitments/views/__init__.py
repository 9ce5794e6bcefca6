"""Pages of an organisation's commitments: one module for each noun that a member works with."""

from equity_tracker.commitments.views import drafts, prompts, reading
from equity_tracker.commitments.views.blueprint import blueprint

__all__ = ["blueprint", "drafts", "prompts", "reading"]
