"""A status report as it will be printed: every word and number of it, with nothing left to look up.

How it is put together from records is in `composing`; how it looks, in templates/reports/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from equity_tracker.model.report_choice import Choice, Edition, ReportKind
from equity_tracker.model.status import Reporting, Status, Tone
from equity_tracker.model.told_answers import ToldAnswers
from equity_tracker.model.told_measure import ToldMeasure
from equity_tracker.model.told_milestone import ToldMilestone
from equity_tracker.model.vocabulary import OUTLOOKS
from equity_tracker.reports.content import DataTable

# Raise this when the printed form changes, so that every public report is made anew.
LAYOUT = 2
# With more commitments than this, milestones, measures and evidence are left to the register's own pages:
# at most 60 pages can be printed, and nobody reads more.
MOST_IN_FULL = 30
OWING = {Reporting.OVERDUE, Reporting.NOT_REPORTED, Reporting.NEVER_REPORTED}


@dataclass(frozen=True)
class ChartPart:
    """One of the counts that make up a whole."""

    label: str
    count: int
    tone: Tone


@dataclass(frozen=True)
class EvidenceLine:
    """A link that shows what a check-in says, with the number it has in the list of addresses."""

    title: str
    url: str
    kind: str
    strength: str
    is_public: bool
    link_number: int


@dataclass(frozen=True)
class LatestCheckIn:
    """The last report on a commitment. Its outlook is told with its date, never as if current."""

    number: int
    submitted_on: date
    round_name: str | None
    was_late: bool
    delivery: str
    outlook: str
    why: str
    what_changed: str
    nothing_changed: bool
    next_step: str
    next_step_on: date | None
    who_has_not_benefited: str | None
    evidence: tuple[EvidenceLine, ...]
    more: ToldAnswers
    elsewhere_number: int | None
    marking: str


@dataclass(frozen=True)
class CommitmentLine:
    """One published commitment, or statement of intent."""

    public_id: str
    reference: str
    title: str
    statement: str
    programme: str
    made_by: str
    made_on: date | None
    ends: str
    domain: str
    level: str
    owner: str
    delivery: Status
    delivery_note: str
    reporting: Status
    reporting_note: str
    due_on: date | None
    last_reported_on: date | None
    closed_on: date | None
    close_note: str | None
    judged_by: str | None
    milestones: tuple[ToldMilestone, ...]
    measures: tuple[ToldMeasure, ...]
    latest: LatestCheckIn | None
    marking: str

    @property
    def has_standing_report(self) -> bool:
        """Say whether a report has come that is not too old to stand for today."""
        return self.delivery.slug in OUTLOOKS

    @property
    def is_owing(self) -> bool:
        """Say whether a check-in is past its due date."""
        return self.reporting.slug in OWING


@dataclass(frozen=True)
class DraftLine:
    """A commitment that the public cannot see yet. Only in the internal edition."""

    title: str
    statement: str | None
    programme: str
    state: str
    ends: str
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The counts of the first page. Statements of intent are counted apart; there is no percentage."""

    commitments: int
    under_way: int
    asked: int
    reported: int
    owing: int
    statements_of_intent: int
    reporting: tuple[ChartPart, ...]
    delivery: tuple[ChartPart, ...]
    closed: tuple[ChartPart, ...]
    # Of the commitments under way: how many have a check-in, and how many of those say who has not benefited.
    checked_in: int
    says_who_has_not: int


@dataclass(frozen=True)
class Definition:
    """A word of this report and what it means here."""

    label: str
    definition: str


@dataclass(frozen=True)
class StatusReport:
    """How an organisation's commitments stand on a day."""

    kind: ClassVar[ReportKind] = ReportKind.STATUS_REPORT
    sections: ClassVar[Sequence[tuple[str, str]]] = ()
    layout: ClassVar[int] = LAYOUT

    choice: Choice
    organisation: str
    programmes: tuple[str, ...]
    attributions: tuple[str, ...]
    summary: Summary
    under_way: tuple[CommitmentLine, ...]
    closed: tuple[CommitmentLine, ...]
    statements: tuple[CommitmentLine, ...]
    drafts: tuple[DraftLine, ...]
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
        return ()
