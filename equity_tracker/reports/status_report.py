"""A status report as it will be printed: every word and number of it, with nothing left to look up.

How it is put together from records is in `composing`; how it looks, in templates/reports/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from equity_tracker.model.report_choice import Choice, Edition, ReportKind
from equity_tracker.reports import line_tables
from equity_tracker.reports.brand import Brand
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.lines import CommitmentLine, Definition, DraftLine, Happening, Summary


@dataclass(frozen=True)
class StatusReport:
    """How an organisation's commitments stand on a day."""

    kind: ClassVar[ReportKind] = ReportKind.STATUS_REPORT
    sections: ClassVar[Sequence[tuple[str, str]]] = (
        ("standing", "Where each commitment stands"),
        ("under-way", "Each commitment under way"),
        ("closed", "Closed commitments"),
        ("statements", "Statements of intent"),
        ("happened", "What happened in this time"),
        ("drafts", "Drafts: not public"),
    )
    # Raise this when the printed form changes, so that every public report is made anew.
    layout: ClassVar[int] = 4

    choice: Choice
    organisation: str
    brand: Brand | None
    programmes: tuple[str, ...]
    attributions: tuple[str, ...]
    summary: Summary
    under_way: tuple[CommitmentLine, ...]
    closed: tuple[CommitmentLine, ...]
    statements: tuple[CommitmentLine, ...]
    drafts: tuple[DraftLine, ...]
    # How many drafts there are; none in the public edition.
    draft_count: int
    happened: tuple[Happening, ...]
    is_condensed: bool
    addresses: tuple[str, ...]
    stale_months: int
    definitions: tuple[Definition, ...]

    @property
    def template(self) -> str:
        return "reports/status_report.html"

    @property
    def title(self) -> str:
        return self.organisation

    @property
    def as_of(self) -> date:
        return self.choice.as_of

    @property
    def is_internal(self) -> bool:
        return self.choice.edition is Edition.INTERNAL

    @property
    def owing(self) -> Sequence[CommitmentLine]:
        """What is overdue: check-ins past their due date."""
        return [line for line in self.under_way if line.is_owing]

    def tables(self) -> Sequence[DataTable]:
        """Everything counted, and every commitment, check-in, milestone and figure that is told."""
        lines = (*self.under_way, *self.closed)
        tables = (
            line_tables.counts("counts", self.summary),
            line_tables.commitments("commitments", "Commitments", lines),
            line_tables.commitments("statements-of-intent", "Statements of intent", self.statements),
            line_tables.latest_check_ins(lines),
            line_tables.milestones((line.reference, line.milestones) for line in lines),
            line_tables.figures((line.reference, line.measures) for line in lines),
            line_tables.happenings(self.happened),
            line_tables.drafts(self.drafts),
        )
        return [table for table in tables if table.rows]
