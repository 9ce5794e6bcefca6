"""A programme report: every word and number of the paper that its board reads, or that the public does.

A list of the workspace is a part of the report by its own dataclass. How it looks is in
templates/portfolio/paper/, how it reads as data in `report_tables`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from equity_tracker.model.data_table import DataTable
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.model.reporting import STALE_MONTHS
from equity_tracker.model.words_used import WordsUsed
from equity_tracker.portfolio.asks import Asks
from equity_tracker.portfolio.drift import Drift
from equity_tracker.portfolio.gaps import Portfolio
from equity_tracker.portfolio.held import MOST_WITH_WORDS, OrganisationPage
from equity_tracker.portfolio.lights import Lights
from equity_tracker.portfolio.matches import Match
from equity_tracker.portfolio.report_tables import tables_of
from equity_tracker.portfolio.standing import InShort, Organisations, Response
from equity_tracker.portfolio.themes import Themes
from equity_tracker.portfolio.worklists import Worklist

Content = (
    Response
    | Lights
    | Worklist
    | Drift
    | Portfolio
    | Themes
    | Asks
    | tuple[Match, ...]
    | Organisations
    | tuple[OrganisationPage, ...]
)
# Slug, title, and the template that lays it out where that is not of the same name.
_SECTIONS = (
    ("response", "Who has reported, round by round", ""),
    ("lights", "Delivery and outlook", ""),
    ("not-reported", "Who has not reported", "worklist"),
    ("changes", "What changed", "worklist"),
    ("drift", "Drifted and deepened", ""),
    ("look-again", "Worth a second look", "worklist"),
    ("orphans", "Without somebody or something they stand on", "worklist"),
    ("portfolio", "Where the commitments are aimed", ""),
    ("themes", "What helps and what hinders", ""),
    ("asks", "What must change above us", ""),
    ("matches", "Who could help whom", ""),
    ("organisations", "Each organisation in brief", ""),
    ("pages", "Each organisation on a page of its own", ""),
)
_BEGINS_PAGE = {"portfolio", "themes", "pages"}


@dataclass(frozen=True)
class Section:
    """One part as it is printed: its title, the template that lays it out, and what it says."""

    slug: str
    title: str
    content: Content
    begins_page: bool
    template: str


@dataclass(frozen=True)
class ProgrammeReport:
    """How a programme stands on a day. A part that was not asked for, or is not of this edition, is None."""

    kind: ClassVar[ReportKind] = ReportKind.PROGRAMME_REPORT
    sections: ClassVar[Sequence[tuple[str, str]]] = tuple((slug, title) for slug, title, _ in _SECTIONS)
    # What only coordinators and observers read.
    internal_sections: ClassVar[frozenset[str]] = frozenset(
        {"not-reported", "look-again", "orphans", "matches"}
    )
    layout: ClassVar[int] = 2

    choice: Choice
    programme: str
    coordinating_body: str
    summary: str
    closed_on: date | None
    closing_statement: str | None
    in_short: InShort
    response: Response | None
    lights: Lights | None
    not_reported: Worklist | None
    changes: Worklist | None
    drift: Drift | None
    look_again: Worklist | None
    orphans: Worklist | None
    portfolio: Portfolio | None
    themes: Themes | None
    asks: Asks | None
    matches: tuple[Match, ...] | None
    organisations: Organisations | None
    pages: tuple[OrganisationPage, ...] | None
    private_notes: int
    words: tuple[WordsUsed, ...]
    attribution: str | None
    stale_months: int = STALE_MONTHS

    @property
    def template(self) -> str:
        return "portfolio/programme_report.html"

    @property
    def title(self) -> str:
        return self.programme

    @property
    def as_of(self) -> date:
        return self.choice.as_of

    @property
    def is_internal(self) -> bool:
        return self.choice.edition is Edition.INTERNAL

    @property
    def leaves_words_out(self) -> bool:
        """Say whether there are too many to tell what each last check-in says."""
        return self.in_short.commitments + self.in_short.statements_of_intent > MOST_WITH_WORDS

    @property
    def parts(self) -> Sequence[Section]:
        """What it has, in the order of print."""
        return [
            Section(slug, title, content, slug in _BEGINS_PAGE, f"portfolio/paper/_{layout or slug}.html")
            for slug, title, layout in _SECTIONS
            if (content := self.part(slug)) is not None
        ]

    def part(self, slug: str) -> Content | None:
        content: Content | None = getattr(self, slug.replace("-", "_"))
        return content

    def tables(self) -> Sequence[DataTable]:
        return tables_of(self)
