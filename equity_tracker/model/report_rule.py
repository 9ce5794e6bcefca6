"""When a report comes by itself: on which day of each month, quarter, half-year or year.

Days only, in the calendar of whoever set it. At what moment such a day begins is the timetable's business.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Self

from dateutil.rrule import MONTHLY, rrule, weekday

from equity_tracker.model.dates import MONTHS, long_date
from equity_tracker.model.errors import Refused

LAST = -1
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
LONGEST_MONTH, SHORTEST_MONTH = 31, 28


class Every(StrEnum):
    """How often it comes."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def label(self) -> str:
        return self.value.replace("_", "-")

    @property
    def months(self) -> int:
        """How many months it lasts."""
        return {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[self.value]


@dataclass(frozen=True)
class DateRule:
    """Either a weekday of a week (the second Monday, the last Friday), or a day of the month.

    Counted from the first month of the period; what is the last of its kind is the last in the period.
    A day that the month has not is the last day that it has.
    """

    every: Every
    week: int | None = None
    weekday: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        is_weekday = self.week in WEEKS and self.weekday in range(len(WEEKDAYS)) and self.day is None
        is_day = self.week is None and self.weekday is None and self.day in range(1, LONGEST_MONTH + 1)
        if not (is_weekday or is_day):
            raise Refused("Choose a day on which the report is to come.", "falls_on")

    @classmethod
    def read(cls, every: str, on: str) -> Self:
        """Read what `written` wrote: `2-0` is the second Monday, `-1-4` the last Friday, `day-15` day 15."""
        kind, _, last = on.rpartition("-")
        if kind == "day":
            return cls(Every(every), day=int(last))
        return cls(Every(every), week=int(kind), weekday=int(last))

    @property
    def written(self) -> str:
        return f"day-{self.day}" if self.day else f"{self.week}-{self.weekday}"

    @property
    def months(self) -> tuple[int, ...]:
        """The months in which it comes."""
        step = self.every.months
        first = step if self.week == LAST else 1
        return tuple(range(first, 13, step))

    def dates_after(self, day: date) -> Iterator[date]:
        """Yield the days on which it comes, after that one, for as long as there are calendars."""
        days, place = self._days_of_a_month()
        found = rrule(
            MONTHLY,
            dtstart=datetime(day.year, day.month, 1),  # noqa: DTZ001 - days only
            bymonth=self.months,
            byweekday=None if self.weekday is None else weekday(self.weekday, self.week or 1),
            bymonthday=days,
            bysetpos=place,
        )
        return (moment.date() for moment in found.xafter(datetime(day.year, day.month, day.day)))  # noqa: DTZ001

    def after(self, day: date) -> date:
        """Return the first day after that one on which it comes."""
        return next(self.dates_after(day))

    def latest(self, due_on: date, today: date) -> date:
        """Return the last day on which it was to come, until today, of those that began with `due_on`."""
        for later in self.dates_after(due_on):
            if later > today:
                break
            due_on = later
        return due_on

    def next_in_words(self, day: date, *, most: int = 3) -> list[str]:
        """Say the next days as people do: Monday 12 October 2026."""
        return [day_in_words(each) for each in islice(self.dates_after(day), most)]

    @property
    def words(self) -> str:
        """Say it as people do: on the second Monday of each quarter."""
        which = (
            f"day {self.day}" if self.day else f"the {WEEKS[self.week or 0]} {WEEKDAYS[self.weekday or 0]}"
        )
        return f"on {which} of each {self.every.label}"

    @property
    def months_in_words(self) -> str:
        """Name the months; nothing where it comes in all of them."""
        names = [MONTHS[month] for month in self.months]
        if self.every is Every.MONTH:
            return ""
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def _days_of_a_month(self) -> tuple[range | None, int | None]:
        """Return the days that will do, and which of them does: of 28 to 31 the last that there is."""
        if self.day is None:
            return None, None
        return range(min(self.day, SHORTEST_MONTH), self.day + 1), LAST


def day_in_words(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {long_date(day)}"
