"""Pages about what rounds ask and what came of them."""

from equity_tracker.rounds.views import asking, questions, record, response
from equity_tracker.rounds.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "questions", "record", "response"]
