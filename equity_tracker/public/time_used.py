"""Time used against time given: where today stands, where the milestones fall, how the end was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model.dates import Precision, short_date

Payload = Mapping[str, Any]
WHOLE = 100


@dataclass(frozen=True)
class Mark:
    """A milestone, by where it falls on the bar in percent, and whether it was met."""

    at: int
    is_met: bool


@dataclass(frozen=True)
class Moved:
    """An end that was given before the one that holds, in words and by where it falls."""

    words: str
    at: int


@dataclass(frozen=True)
class TimeUsed:
    """The bar runs from the start to the latest end that was ever given. Places on it are in percent."""

    starts_on: date
    ends_on: date
    latest_on: date
    percent: int
    ends_at: int
    days: int
    days_given: int
    marks: tuple[Mark, ...]
    met: int
    # Ends given earlier, the first first.
    moved: tuple[Moved, ...]

    @property
    def is_deferred(self) -> bool:
        """Say whether the end that holds is later than the first one given."""
        return bool(self.moved) and self.moved[0].at < self.ends_at


def time_used(promise: Payload, earlier: Sequence[Payload], today: date) -> TimeUsed | None:
    """Return nothing when the promise names no beginning or no end: neither is made up.

    :param earlier: what was published of it before, the first first.
    """
    begins, ends = promise["starts_on"] or promise["made_on"], promise["ends_on"]
    if not begins or not ends or promise["imported"]:
        return None
    starts_on, ends_on = date.fromisoformat(begins), date.fromisoformat(ends)
    if ends_on <= starts_on:
        return None
    given = _ends_given([*earlier, promise])
    latest_on = max(date.fromisoformat(day) for day, _ in given)

    def at(day: date) -> int:
        share = round(WHOLE * (day - starts_on).days / (latest_on - starts_on).days)
        return max(0, min(WHOLE, share))

    return TimeUsed(
        starts_on=starts_on,
        ends_on=ends_on,
        latest_on=latest_on,
        percent=at(today),
        ends_at=at(ends_on),
        days=max(0, (min(today, ends_on) - starts_on).days),
        days_given=(ends_on - starts_on).days,
        marks=tuple(
            Mark(at(day), row["actual_on"] is not None)
            for row in promise["milestones"]
            if (day := _milestone_day(row)) is not None
        ),
        met=sum(row["actual_on"] is not None for row in promise["milestones"]),
        moved=tuple(
            Moved(short_date(date.fromisoformat(day), Precision(precision)), at(date.fromisoformat(day)))
            for day, precision in given[:-1]
        ),
    )


def _ends_given(promises: Sequence[Payload]) -> list[tuple[str, str]]:
    """Return the ends that were given one after another, with how exact each was; the last one holds."""
    given: list[tuple[str, str]] = []
    for row in promises:
        if end := row.get("ends_on"):
            if given and given[-1][0] == end:
                given.pop()
            given.append((end, row.get("ends_precision") or "day"))
    return given


def _milestone_day(row: Payload) -> date | None:
    text = row["revised_on"] or row["planned_on"]
    return date.fromisoformat(text) if text else None
