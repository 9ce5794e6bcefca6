"""Who a round asks and who it does not, in words for the preview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from equity_tracker.model.round import Round, RoundState

# Further ones of a reason are counted, not named.
MOST_NAMED = 10


class Reason(StrEnum):
    """Why a commitment of the programme is not asked about, most telling first."""

    RETRACTED = "retracted"
    CLOSED = "closed"
    SUBMITTED = "submitted"
    LEFT = "left"
    IMPORTED = "imported"
    STATEMENT = "statement"


REASONS = {
    Reason.RETRACTED: ("Taken back", "Nothing can be reported on what was taken back."),
    Reason.CLOSED: ("Closed", "What is met, withdrawn or over has had its last word."),
    Reason.SUBMITTED: ("Not published yet", "Check-ins begin once a commitment is published."),
    Reason.LEFT: ("The organisation has left", "Nobody is there to report."),
    Reason.IMPORTED: ("Imported records", "They came from elsewhere, and nobody promised to report on them."),
    Reason.STATEMENT: ("Statements of intent", "They lack what a check-in would be measured by."),
}


@dataclass(frozen=True)
class Left:
    """A commitment that is not asked about."""

    public_id: str
    title: str
    organisation: str
    reason: Reason


@dataclass
class NotAsked:
    """Those that one reason leaves out: the first few by name, the others counted."""

    label: str
    because: str
    rows: list[Left] = field(default_factory=list)

    @property
    def named(self) -> Sequence[Left]:
        return self.rows[:MOST_NAMED]

    @property
    def others(self) -> int:
        return len(self.rows) - len(self.named)


def by_reason(rows: Iterable[Left]) -> list[NotAsked]:
    """Gather what is left out under its reason, in the order of the reasons."""
    order = list(Reason)
    in_order = sorted(rows, key=lambda row: order.index(row.reason))
    return [
        NotAsked(*REASONS[reason], rows=list(those))
        for reason, those in groupby(in_order, key=lambda row: row.reason)
    ]


def opening_day(round_: Round, today: date) -> date:
    """Return the day that the preview reckons from: its opening day, or today when that has come."""
    if round_.state is RoundState.PLANNED:
        return max(today, round_.opens_on)
    return round_.opened_at.date() if round_.opened_at else round_.opens_on
