"""Pages of what a programme holds together, and of what its check-ins teach."""

from equity_tracker.portfolio.views import asks, gaps, matches, themes
from equity_tracker.portfolio.views.blueprint import blueprint

__all__ = ["asks", "blueprint", "gaps", "matches", "themes"]
