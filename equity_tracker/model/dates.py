"""Dates as people write them: days, months, quarters and years; adding and counting months.

Reading a date that somebody else wrote lives in `date_reading`.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
MONTHS = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_IN_A_YEAR = 12
_LONGEST_MONTH = 31


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class ImpossibleDate(ValueError):
    """Its message is for the person who typed the date."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, month, quarter or year.

    `on` is the LAST day of the period, because most dates here are deadlines: a promise for May 2026
    is late from 1 June. Use `first_day` when the date is a beginning. `original` is what the source wrote.
    """

    on: date
    precision: Precision = Precision.DAY
    original: str | None = None

    def __post_init__(self) -> None:
        if self.on != _last_day(self.on, self.precision):
            raise ValueError(f"{self.on} is not the last day of its {self.precision}")

    @classmethod
    def around(cls, day: date, precision: Precision, original: str | None = None) -> PartialDate:
        """The period of that precision in which the day falls."""
        return cls(_last_day(day, precision), precision, original)

    @property
    def first_day(self) -> date:
        if self.precision is Precision.DAY:
            return self.on
        months = {Precision.MONTH: 0, Precision.QUARTER: 2, Precision.YEAR: 11}[self.precision]
        return date(self.on.year, self.on.month - months, 1)

    @property
    def text(self) -> str:
        return short_date(self.on, self.precision)

    def __str__(self) -> str:
        return self.text


def long_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def short_date(day: date, precision: Precision = Precision.DAY) -> str:
    """As much of the date as is known: 3 May 2026, May 2026, quarter 2 of 2026 or 2026."""
    if precision is Precision.MONTH:
        return f"{MONTHS[day.month]} {day.year}"
    if precision is Precision.QUARTER:
        return f"quarter {(day.month + 2) // 3} of {day.year}"
    return str(day.year) if precision is Precision.YEAR else long_date(day)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(first: date, second: date) -> int:
    """Whole months from first to second; negative when second is earlier."""
    if second < first:
        return -months_between(second, first)
    months = (second.year - first.year) * 12 + second.month - first.month
    return months if add_months(first, months) <= second else months - 1


def real_date(year: int, month: int, day: int) -> date:
    """The date, or ImpossibleDate with a message that says what is wrong with it."""
    if not (1 <= month <= MONTHS_IN_A_YEAR and 1 <= day <= _LONGEST_MONTH):
        raise ImpossibleDate(f"{day:02}/{month:02}/{year:04} is not a real date")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ImpossibleDate(f"The year must be between {EARLIEST_YEAR} and {LATEST_YEAR}")
    if (month, day) == (2, 29) and not calendar.isleap(year):
        raise ImpossibleDate(f"{year} is not a leap year: choose 1 to 28 February")
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDate(f"{day} {MONTHS[month]} {year} is not a real date") from None


def _last_day(day: date, precision: Precision) -> date:
    if precision is Precision.DAY:
        return day
    months = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}[precision]
    month = (day.month - 1) // months * months + months
    return date(day.year, month, calendar.monthrange(day.year, month)[1])
