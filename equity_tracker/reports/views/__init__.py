"""Pages of reports: asking for one, waiting for it, fetching it, and what anybody may know of one issued."""

from equity_tracker.reports.views import issued, organisation, packs, programme
from equity_tracker.reports.views.blueprint import blueprint
from equity_tracker.reports.views.resources import blueprint as resources_blueprint

__all__ = ["blueprint", "issued", "organisation", "packs", "programme", "resources_blueprint"]
