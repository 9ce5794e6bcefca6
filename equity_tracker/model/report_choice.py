"""What somebody may ask of a report: its kind, what it is about, its period, its sections and its edition."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Edition(StrEnum):
    """Who may read it: everybody, or those whom it is about (what is not public included)."""

    PUBLIC = "public"
    INTERNAL = "internal"


class ReportKind(StrEnum):
    """The reports of record."""

    COMMITMENT_RECORD = "commitment_record"
    STATUS_REPORT = "status_report"
    PROGRAMME_REPORT = "programme_report"
    ROUND_REPORT = "round_report"
    ANNUAL_STATEMENT = "annual_statement"
    # Several of the others in one file, with one contents page.
    BOARD_PACK = "board_pack"


@dataclass(frozen=True)
class Period:
    """The days that a report looks back on, both included. No `since` is: from the beginning."""

    until: date
    since: date | None = None

    def holds(self, day: date | None) -> bool:
        """Say whether something of that day belongs to the period."""
        return day is not None and day <= self.until and (self.since is None or self.since <= day)


@dataclass(frozen=True)
class Choice:
    """What was asked for. No `sections` is: all that this kind and edition have."""

    kind: ReportKind
    edition: Edition
    as_of: date
    period: Period
    sections: tuple[str, ...] = ()

    def wants(self, section: str) -> bool:
        return not self.sections or section in self.sections


def standing_today(kind: ReportKind, edition: Edition, as_of: date) -> Choice:
    """Return the choice of everything, from the beginning to that day."""
    return Choice(kind, edition, as_of, Period(as_of))
