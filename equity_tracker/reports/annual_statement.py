"""An organisation's year in review: what it had promised, what it said and did, what it changed and missed.

It neither praises nor blames, and what nobody said stands there as not said. How it is put together is in
`reviewing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from equity_tracker.model.change import Change
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.reports import year_tables
from equity_tracker.reports.brand import Brand
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.lines import ChartPart, Definition, EvidenceLine


@dataclass(frozen=True)
class PromiseInYear:
    """One commitment, how it was reported on in the year, and what was said last."""

    public_id: str
    reference: str
    title: str
    statement: str
    programme: str
    made_by: str
    made_on: date | None
    ends: str
    is_new: bool
    closed_on: date | None
    reported: int
    asked: int
    check_ins: tuple[date, ...]
    # What was said in the last check-in up to the end of the year; nothing when there has been none.
    outlook: str | None
    delivery: str | None
    said_on: date | None
    why: str | None
    first_level: str
    level: str
    moved: str
    next_step: str | None
    next_step_on: date | None
    marking: str


@dataclass(frozen=True)
class Reached:
    """A milestone that was met, or a figure that was read, in the year."""

    on: date
    reference: str
    title: str
    what: str
    against: str


@dataclass(frozen=True)
class ChangedPromise:
    """A change of what was promised, with the reason that was given."""

    on: date
    reference: str
    title: str
    changes: tuple[Change, ...]
    reason: str | None


@dataclass(frozen=True)
class ClosedPromise:
    """A commitment that was closed in the year, how, and what was said about it."""

    on: date
    reference: str
    title: str
    reason: str
    what_happened: str | None
    lessons: str | None


@dataclass(frozen=True)
class MissedCheckIn:
    """A check-in that a round asked for and that did not come; of a round still open, none is named."""

    on: date
    reference: str
    title: str
    round_name: str | None


@dataclass(frozen=True)
class HelpAsked:
    """What the organisation asked of others in a check-in of the year."""

    on: date
    reference: str
    title: str
    of: str
    what: str


@dataclass(frozen=True)
class EvidenceNamed:
    """A piece of evidence, and the commitment it was named for."""

    reference: str
    line: EvidenceLine


@dataclass(frozen=True)
class YearCounts:
    """The numbers of the first page. Statements of intent are counted apart; there is no percentage."""

    before: int
    new: int
    closed: int
    under_way: int
    statements_of_intent: int
    check_ins: int
    reported: int
    asked: int
    missed: int
    milestones_met: int
    readings: int
    changed: int
    evidence: int
    confirmed: int
    lower: int
    higher: int


@dataclass(frozen=True)
class AnnualStatement:
    """A year of an organisation, for its annual report."""

    kind: ClassVar[ReportKind] = ReportKind.ANNUAL_STATEMENT
    sections: ClassVar[Sequence[tuple[str, str]]] = (
        ("before", "What had been promised before"),
        ("new", "What was promised new"),
        ("reported", "What was reported"),
        ("missed", "Check-ins that did not come"),
        ("reached", "What was reached"),
        ("changed", "What was changed, and why"),
        ("closed", "What was closed, and how"),
        ("levels", "Structural or individual"),
        ("help", "What was asked of others"),
        ("evidence", "Evidence"),
        ("next", "What is next"),
    )
    layout: ClassVar[int] = 1

    choice: Choice
    organisation: str
    brand: Brand | None
    # The post that signs it, as the public knows it; the name is written by hand.
    signatory: str | None
    programmes: tuple[str, ...]
    attributions: tuple[str, ...]
    counts: YearCounts
    promises: tuple[PromiseInYear, ...]
    missed: tuple[MissedCheckIn, ...]
    reached: tuple[Reached, ...]
    changed: tuple[ChangedPromise, ...]
    closed: tuple[ClosedPromise, ...]
    closed_reasons: tuple[ChartPart, ...]
    levels: tuple[ChartPart, ...]
    inequalities: tuple[ChartPart, ...]
    help: tuple[HelpAsked, ...]
    evidence: tuple[EvidenceNamed, ...]
    addresses: tuple[str, ...]
    stale_months: int
    definitions: tuple[Definition, ...]

    @property
    def template(self) -> str:
        return "reports/annual_statement.html"

    @property
    def title(self) -> str:
        return self.organisation

    @property
    def is_internal(self) -> bool:
        return self.choice.edition is Edition.INTERNAL

    @property
    def before(self) -> Sequence[PromiseInYear]:
        return [row for row in self.promises if not row.is_new]

    @property
    def new(self) -> Sequence[PromiseInYear]:
        return [row for row in self.promises if row.is_new]

    @property
    def moved(self) -> Sequence[PromiseInYear]:
        """Those whose last check-in describes another level than was first promised."""
        return [row for row in self.promises if row.moved]

    @property
    def under_way(self) -> Sequence[PromiseInYear]:
        return [row for row in self.promises if row.closed_on is None]

    def tables(self) -> Sequence[DataTable]:
        """Everything counted and listed in the year."""
        plain = year_tables.plain
        tables = (
            year_tables.counts(vars(self.counts), [*self.levels, *self.inequalities], self.closed_reasons),
            plain("commitments", "Commitments", year_tables.PROMISES, map(vars, self.promises)),
            plain("missed", "Check-ins that did not come", year_tables.MISSED, map(vars, self.missed)),
            plain("reached", "What was reached", year_tables.REACHED, map(vars, self.reached)),
            year_tables.changes([(row.on, row.reference, row.changes, row.reason) for row in self.changed]),
            plain("closed", "What was closed, and how", year_tables.CLOSED, map(vars, self.closed)),
            plain("help", "What was asked of others", year_tables.HELP, map(vars, self.help)),
            year_tables.evidence([(row.reference, row.line) for row in self.evidence]),
        )
        return [table for table in tables if table.rows]
