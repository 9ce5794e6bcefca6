"""A round report: every word and number of it. It tells of the day the round closed, not of today.

How it looks is in templates/rounds/report/, how it reads as data in `report_tables`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from equity_tracker.model.data_table import DataTable
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.model.round_response import Count
from equity_tracker.model.words_used import WordsUsed
from equity_tracker.rounds.answered import Question
from equity_tracker.rounds.report_tables import tables_of
from equity_tracker.rounds.reported import (
    Against,
    InRound,
    KindLine,
    OrganisationLine,
    Part,
    Said,
    by_organisation,
    outcomes_of,
)

Content = (
    tuple[KindLine, ...] | Said | Against | tuple[InRound, ...] | tuple[Question, ...]
    | tuple[OrganisationLine, ...]
)  # fmt: skip
_SECTIONS = (
    ("asked", "Whom it asked, and who reported"),
    ("said", "What was reported"),
    ("before", "Against the round before"),
    ("missed", "What was not reported"),
    ("questions", "What the round asked of its own"),
    ("organisations", "Each organisation in a line"),
    ("check-ins", "Every check-in that was asked for"),
)


@dataclass(frozen=True)
class Section:
    """One part as it is printed."""

    slug: str
    title: str
    content: Content
    template: str


@dataclass(frozen=True)
class RoundReport:
    """What a round asked and what came. A part that was not asked for, or has nothing to tell, is None."""

    kind: ClassVar[ReportKind] = ReportKind.ROUND_REPORT
    sections: ClassVar[Sequence[tuple[str, str]]] = _SECTIONS
    layout: ClassVar[int] = 2

    choice: Choice
    programme: str
    coordinating_body: str
    name: str
    opens_on: date
    due_on: date
    grace_until: date
    closes_on: date
    # None while the round is open: everything is so far.
    closed_on: date | None
    total: Count
    # What was asked of commitments that were taken back since is counted, and told of no more.
    not_told: int
    asked: tuple[KindLine, ...] | None
    said: Said | None
    before: Against | None
    missed: tuple[InRound, ...] | None
    questions: tuple[Question, ...] | None
    organisations: tuple[OrganisationLine, ...] | None
    check_ins: tuple[InRound, ...] | None
    words: tuple[WordsUsed, ...]
    attribution: str | None

    @property
    def template(self) -> str:
        return "rounds/report/round_report.html"

    @property
    def title(self) -> str:
        so_far = ", so far" if self.is_open else ""
        return f"{self.programme}: {self.name}{so_far}"

    @property
    def is_internal(self) -> bool:
        return self.choice.edition is Edition.INTERNAL

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def outcomes(self) -> tuple[Part, ...]:
        return outcomes_of(self.total)

    @property
    def parts(self) -> Sequence[Section]:
        """What it has, in the order of print."""
        return [
            Section(slug, self._named(slug, title), content, f"rounds/report/_{slug.replace('-', '_')}.html")
            for slug, title in self.sections
            if (content := getattr(self, slug.replace("-", "_"))) is not None
        ]

    def _named(self, slug: str, title: str) -> str:
        return "What has not been reported so far" if slug == "missed" and self.is_open else title

    @property
    def check_ins_by_organisation(self) -> Sequence[Sequence[InRound]]:
        return by_organisation(self.check_ins or ())

    def tables(self) -> Sequence[DataTable]:
        return tables_of(self)
