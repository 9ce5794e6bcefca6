"""A board paper as it will be printed: every word and number of it, with nothing left to look up.

A list of the workspace is a part of the paper by its own dataclass: `Section` says which template lays it
out. How the paper looks is in templates/portfolio/paper/.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from equity_tracker.model.reporting import STALE_MONTHS
from equity_tracker.model.vocabulary import Term
from equity_tracker.portfolio.standing import InShort

# Raise this when the printed form changes.
LAYOUT = 2


@dataclass(frozen=True)
class Section:
    """One part of the paper: its title, the template that lays it out, and what it says."""

    slug: str
    title: str
    content: Any
    begins_page: bool = False
    layout: str = ""

    @property
    def template(self) -> str:
        return f"portfolio/paper/_{self.layout or self.slug}.html"


@dataclass(frozen=True)
class Definition:
    """A word of this paper and what it means here."""

    label: str
    definition: str


@dataclass(frozen=True)
class Paper:
    """What a programme's board reads, as at a day. Private notes are left out, and their number is said."""

    programme: str
    coordinating_body: str
    summary: str
    as_of: date
    closed_on: date | None
    in_short: InShort
    sections: tuple[Section, ...]
    private_notes: int
    definitions: tuple[tuple[str, tuple[Definition, ...]], ...]
    attribution: str | None
    stale_months: int = STALE_MONTHS

    @property
    def template(self) -> str:
        return "portfolio/board_paper.html"

    @property
    def content_key(self) -> str:
        """Hash what the paper shows."""
        content = asdict(self) | {"layout": LAYOUT}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def defined(*terms: Term) -> tuple[Definition, ...]:
    return tuple(Definition(term.label, term.definition) for term in terms)
