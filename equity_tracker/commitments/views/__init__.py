"""Pages of an organisation's commitments: one module for each noun that a member works with."""

from equity_tracker.commitments.views import (
    amendments,
    archiving,
    drafts,
    measures,
    milestones,
    partners,
    prompts,
    reading,
    readings,
    systems,
)
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.commitments.views.systems import blueprint as systems_blueprint

__all__ = [
    "amendments",
    "archiving",
    "blueprint",
    "drafts",
    "measures",
    "milestones",
    "partners",
    "prompts",
    "reading",
    "readings",
    "systems",
    "systems_blueprint",
]
