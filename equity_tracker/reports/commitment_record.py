"""The record of one commitment: the promise first, then everything that became of it.

How it is put together is in `recording`; how it looks, in templates/reports/commitment_record.html.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from equity_tracker.model.change import Change
from equity_tracker.model.ending import Ending
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.model.told_assessment import ToldAssessment
from equity_tracker.reports import line_tables, record_tables
from equity_tracker.reports.brand import Brand
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.lines import CommitmentLine, Definition, EvidenceLine
from equity_tracker.reports.story import StoryEntry


@dataclass(frozen=True)
class Said:
    """A label, and what was said under it."""

    label: str
    words: str


@dataclass(frozen=True)
class LogLine:
    """One publication of the promise: what was new in it, and why."""

    number: int
    on: date
    what: str
    changes: tuple[Change, ...]
    reason: str | None


@dataclass(frozen=True)
class PartnerLine:
    """Another body in the promise, its part, and what it has said itself."""

    name: str
    status: str
    role: str
    contribution: str | None
    worked_together_before: bool | None
    outcome: str | None
    confirmed_on: date | None
    reading: tuple[Said, ...]
    reading_on: date | None


@dataclass(frozen=True)
class ReviewLine:
    """What a coordinator decided, and why. Only the organisation and the coordinators read it."""

    on: date
    about: str
    decision: str
    reason: str | None


@dataclass(frozen=True)
class PublicationLine:
    """One publication that tells about the commitment."""

    on: date
    what: str
    number: int
    note: str | None
    retracted_on: date | None


@dataclass(frozen=True)
class LevelAt:
    """The level of action at one moment; none where a report was due and did not come."""

    on: date
    label: str
    level: int | None


@dataclass(frozen=True)
class CommitmentRecord:
    """One commitment with its full history."""

    kind: ClassVar[ReportKind] = ReportKind.COMMITMENT_RECORD
    sections: ClassVar[Sequence[tuple[str, str]]] = (
        ("facts", "Who and what for"),
        ("workings", "How it is meant to work"),
        ("measures", "Measures"),
        ("milestones", "Milestones"),
        ("history", "What has happened"),
        ("changes", "Every change to the promise"),
        ("partners", "Partners"),
        ("reviews", "What the coordinators see"),
        ("evidence", "Evidence"),
        ("publications", "Publications"),
    )
    layout: ClassVar[int] = 2

    choice: Choice
    brand: Brand | None
    line: CommitmentLine
    is_intent: bool
    held_by: str
    held_since: date | None
    approved: str
    source_number: int | None
    facts: tuple[Said, ...]
    workings: tuple[Said, ...]
    reads: tuple[Said, ...]
    source_says: tuple[Said, ...]
    starts_on: date | None
    ends_on: date | None
    rounds_reported: int
    rounds_asked: int
    levels: tuple[LevelAt, ...]
    story: tuple[StoryEntry, ...]
    # Entries from before the period, which are left out.
    earlier: int
    changes: tuple[LogLine, ...]
    partners: tuple[PartnerLine, ...]
    assessments: tuple[ToldAssessment, ...]
    reviews: tuple[ReviewLine, ...]
    ending: Ending | None
    ending_evidence: tuple[EvidenceLine, ...]
    evidence: tuple[EvidenceLine, ...]
    addresses: tuple[str, ...]
    publications: tuple[PublicationLine, ...]
    attribution: str | None
    stale_months: int
    definitions: tuple[Definition, ...]

    @property
    def template(self) -> str:
        return "reports/commitment_record.html"

    @property
    def title(self) -> str:
        return self.line.title

    @property
    def is_internal(self) -> bool:
        return self.choice.edition is Edition.INTERNAL

    @property
    def attributions(self) -> tuple[str, ...]:
        return (self.attribution,) if self.attribution else ()

    def tables(self) -> Sequence[DataTable]:
        """The promise, its check-ins, figures, milestones, evidence and every publication of it."""
        reference = self.line.reference
        tables = (
            line_tables.commitments("commitment", "The commitment", [self.line]),
            record_tables.check_ins(reference, self.story),
            record_tables.story(self.story),
            record_tables.changes(
                [(row.number, row.on, change, row.reason) for row in self.changes for change in row.changes]
            ),
            line_tables.milestones([(reference, self.line.milestones)]),
            line_tables.figures([(reference, self.line.measures)]),
            line_tables.evidence([(reference, self.evidence)]),
            record_tables.publications(
                [(row.on, row.what, row.number, row.note, row.retracted_on) for row in self.publications]
            ),
        )
        return [table for table in tables if table.rows]
