"""What reports about organisations are made of: commitments, check-ins and counts, as plain values."""

from dataclasses import dataclass
from datetime import date

from equity_tracker.model.status import Reporting, Status, Tone
from equity_tracker.model.told_answers import ToldAnswers
from equity_tracker.model.told_measure import ToldMeasure
from equity_tracker.model.told_milestone import ToldMilestone
from equity_tracker.model.vocabulary import OUTLOOKS

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
    # Of what came from an organisation that has ended: what this one has answered. Older reports say nothing.
    taken_on: str | None = None

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
class Happening:
    """Something that was published about a commitment, on the day it happened."""

    on: date
    public_id: str
    reference: str
    title: str
    what: str
