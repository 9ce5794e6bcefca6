"""Pages of checking in: what is due and sent, what is being written, signed, and written by a link."""

from equity_tracker.check_ins.views import (
    by_link,
    check_ins,
    drafts,
    links,
    on_behalf,
    questions,
    signing,
    systems,
)
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.check_ins.views.by_link import blueprint as by_link_blueprint
from equity_tracker.check_ins.views.systems import blueprint as systems_blueprint

__all__ = [
    "blueprint",
    "by_link",
    "by_link_blueprint",
    "check_ins",
    "drafts",
    "links",
    "on_behalf",
    "questions",
    "signing",
    "systems",
    "systems_blueprint",
]
