"""Pages of a programme's workspace: one module for each noun that a coordinator works with."""

from equity_tracker.programmes.views import (
    colleagues,
    commitments,
    participations,
    practice,
    programme,
    reviews,
    rounds,
)
from equity_tracker.programmes.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "colleagues",
    "commitments",
    "participations",
    "practice",
    "programme",
    "reviews",
    "rounds",
]
