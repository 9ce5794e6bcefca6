"""Pages of an organisation's workspace: one module for each noun that its people work with."""

from equity_tracker.organisations.views import (
    activity,
    brand,
    home,
    joining,
    members,
    participations,
    settings,
    tokens,
)
from equity_tracker.organisations.views.blueprint import blueprint

__all__ = [
    "activity",
    "blueprint",
    "brand",
    "home",
    "joining",
    "members",
    "participations",
    "settings",
    "tokens",
]
