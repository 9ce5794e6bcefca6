"""What is here for programs: the open data, and where every page is."""

from equity_tracker.open_data.views import data, sitemap
from equity_tracker.open_data.views.blueprint import blueprint

__all__ = ["blueprint", "data", "sitemap"]
