"""A board paper as it will be printed: every word and number of it, with nothing left to look up.

A list of the workspace is a part of the paper by its own dataclass: `Section` says which template lays it
out. How the paper looks is in templates/portfolio/paper/.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.model.reporting import STALE_MONTHS
from equity_tracker.model.vocabulary import Term
from equity_tracker.portfolio.asks import Asks
from equity_tracker.portfolio.gaps import Portfolio
from equity_tracker.portfolio.matches import Match
from equity_tracker.portfolio.standing import InShort, Organisations, Response
from equity_tracker.portfolio.themes import Themes
from equity_tracker.portfolio.worklists import Worklist

# Raise this when the printed form changes.
LAYOUT = 3
_CONTENTS: Mapping[str, Any] = {
    "response": Response,
    "worklist": Worklist,
    "portfolio": Portfolio,
    "themes": Themes,
    "asks": Asks,
    "matches": tuple[Match, ...],
    "organisations": Organisations,
}


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

    @classmethod
    def from_written(cls, written: Mapping[str, Any], converter: Any) -> "Section":  # noqa: ANN401 - of cattrs
        """Read back what was stored: the content is of the kind that its template lays out."""
        kind = _CONTENTS[written["layout"] or written["slug"]]
        return cls(**{**written, "content": converter.structure(written["content"], kind)})


@dataclass(frozen=True)
class Definition:
    """A word of this paper and what it means here."""

    label: str
    definition: str


@dataclass(frozen=True)
class Paper:
    """What a programme's board reads, as at a day. Private notes are left out, and their number is said."""

    kind: ClassVar[ReportKind] = ReportKind.PROGRAMME_REPORT
    layout: ClassVar[int] = LAYOUT

    choice: Choice
    programme: str
    coordinating_body: str
    summary: str
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
    def title(self) -> str:
        return self.programme

    @property
    def as_of(self) -> date:
        return self.choice.as_of

    def tables(self) -> Sequence[Any]:
        return ()


def defined(*terms: Term) -> tuple[Definition, ...]:
    return tuple(Definition(term.label, term.definition) for term in terms)
