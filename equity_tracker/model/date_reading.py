"""Reading dates as real registers write them: one piece of text at a time, keeping what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from equity_tracker.model.dates import (
    LATEST_YEAR,
    MONTHS,
    MONTHS_IN_A_YEAR,
    ImpossibleDate,
    PartialDate,
    Precision,
    long_date,
    real_date,
)


class DateState(StrEnum):
    """Answers to "by when?" that are not dates, and are not mistakes."""

    ONGOING = "Ongoing"
    QUARTERLY = "Quarterly"
    NOT_APPLICABLE = "N/A"
    TO_BE_CONFIRMED = "TBC"
    NOT_STATED = "Not stated"


class DateOutcome(StrEnum):
    DATE = "date"
    STATE = "state"
    RANGE = "range"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was made of one piece of text.

    DATE has `value`; RANGE has `begins` and `value` (its end); STATE has `state`; UNREADABLE has `reason`
    and, when a date stands among other words, a `suggestion` that is offered and never taken unasked.
    """

    outcome: DateOutcome
    original: str
    value: PartialDate | None = None
    begins: PartialDate | None = None
    state: DateState | None = None
    reason: str = ""
    suggestion: PartialDate | None = None
    note: str = ""


def day_comes_first(column: Iterable[str]) -> bool | None:
    """What a column of dates like 31/12/2025 settles about 03/04/2025; None when nothing, or both."""
    seen = set()
    for text in column:
        found = _NUMERIC.fullmatch(_tidy(text))
        if found and _no_month(found[1]) != _no_month(found[3]):
            seen.add(_no_month(found[1]))
    return seen.pop() if len(seen) == 1 else None


def read_date(text: str, *, day_first: bool | None, serials_from: int = 1900) -> DateReading:
    """Read a date as real registers write them, keeping the original text.

    `day_first` settles 03/04/2025; with None such a date is unreadable, not guessed. `serials_from` is the
    year from which a spreadsheet counts its days: 1900, or 1904 for old workbooks made on a Mac.
    """
    tidy = _tidy(text)
    if (state := _STATES.get(tidy.lower().rstrip("."))) is not None:
        return DateReading(DateOutcome.STATE, text, state=state)
    try:
        if _SERIAL.fullmatch(tidy):
            return _read_serial(text, int(tidy), serials_from)
        if (span := _read_range(tidy, day_first=day_first)) is not None:
            begins, ends = (replace(part, original=text) for part in span)
            return DateReading(DateOutcome.RANGE, text, value=ends, begins=begins)
        value = _read_single(tidy, day_first=day_first)
    except ImpossibleDate as error:
        return DateReading(DateOutcome.UNREADABLE, text, reason=str(error))
    if value is not None:
        note = "The time of day was left out" if _TIME.search(tidy) else ""
        return DateReading(DateOutcome.DATE, text, value=replace(value, original=text), note=note)
    return _unreadable(text, tidy)


_STATES = {
    "": DateState.NOT_STATED,
    "-": DateState.NOT_STATED,
    "not stated": DateState.NOT_STATED,
    "ongoing": DateState.ONGOING,
    "on-going": DateState.ONGOING,
    "continuous": DateState.ONGOING,
    "quarterly": DateState.QUARTERLY,
    "n/a": DateState.NOT_APPLICABLE,
    "na": DateState.NOT_APPLICABLE,
    "not applicable": DateState.NOT_APPLICABLE,
    "tbc": DateState.TO_BE_CONFIRMED,
    "tbd": DateState.TO_BE_CONFIRMED,
    "to be confirmed": DateState.TO_BE_CONFIRMED,
}
_ASK = "Enter a date like 27 3 2027"
# Excel counts 29 February 1900, which never was: from March 1900 on its origin is a day earlier.
_SERIAL_ORIGINS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
_FIRST_SERIAL_YEAR = 2000  # An earlier one is more likely a reference number than a date.
_MONTH_OF = {name[:3].lower(): number for number, name in enumerate(MONTHS) if name}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_QUARTER = r"(?:q|quarter )(?P<quarter>[1-4])"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.ASCII)


_FORMS = (
    _pattern(rf"{_DAY} (?:of )?{_MONTH},? ?{_YEAR}"),
    _pattern(rf"{_MONTH} ?{_DAY}(?:, ?| ){_YEAR}"),
    _pattern(rf"{_MONTH},? {_YEAR}"),
    _pattern(rf"{_QUARTER}(?: of |[ /-]){_YEAR}"),
    _pattern(rf"{_YEAR}[ /-]?{_QUARTER}"),
    _pattern(rf"{_YEAR}[-/.](?P<number>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})"),
    _pattern(rf"{_YEAR}[-/](?P<number>[0-9]{{2}})"),
    _pattern(rf"(?P<number>[0-9]{{1,2}})/{_YEAR}"),
    _pattern(_YEAR),
)
_NUMERIC = _pattern(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_SERIAL = _pattern(r"[0-9]{5}")
_TIME = _pattern(r"(?<=[0-9]-[0-9]{2})[t ][0-9]{2}:[0-9:.]+(?:z|[+-][0-9:]{2,6})?$")
_LEAD = _pattern(r"(?:due )?(?:by |until )?(?:the )?(?:end(?: of)? )?(?=[0-9a-z])")
_PHASED = _pattern(r",? in phases$")
_RANGES = (
    re.compile("(.+?)(?: to | ?[\u2013\u2014] ?| - )(.+)"),
    _pattern(r"([0-9]{4})-([0-9]{4})"),
    _pattern(r"(q[1-4])-(q[1-4][ /].+)"),
    _pattern(r"([a-z]{3,9})-([a-z]{3,9} [0-9]{4})"),
)
_WITHIN = _pattern(rf"(?<![0-9/.-])(?:(?:{_DAY} )?{_MONTH} )?{_YEAR}(?![0-9/.-])")
_SHORT_YEAR = _pattern(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2}|[a-z]{3,9}[- '][0-9]{2}")
_TWO_YEARS = _pattern(r"(?:fy ?)?[0-9]{2}([0-9]{2})[/-]([0-9]{2})")


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _read_serial(text: str, serial: int, serials_from: int) -> DateReading:
    origin = _SERIAL_ORIGINS[serials_from]
    day = origin + timedelta(days=serial)
    note = f"Read as a spreadsheet's day number, counted from {serials_from}: {long_date(day)}"
    if not _FIRST_SERIAL_YEAR <= day.year <= LATEST_YEAR:
        raise ImpossibleDate(f"As a spreadsheet's day number it would be {long_date(day)}. {_ASK}")
    return DateReading(DateOutcome.DATE, text, value=PartialDate(day, original=text), note=note)


def _read_range(tidy: str, *, day_first: bool | None) -> tuple[PartialDate, PartialDate] | None:
    bare = _PHASED.sub("", tidy)
    found = next((match for form in _RANGES if (match := form.fullmatch(bare))), None)
    ends = _read_single(found[2], day_first=day_first) if found else None
    if found is None or ends is None:
        return None
    begins = _read_single(found[1], day_first=day_first)
    if begins is None:
        begins = _read_single(f"{found[1]} {ends.on.year}", day_first=day_first)
    if begins is not None and begins.first_day > ends.on:
        raise ImpossibleDate(f"It ends ({ends.text}) before it begins ({begins.text})")
    return (begins, ends) if begins else None


def _read_single(tidy: str, *, day_first: bool | None) -> PartialDate | None:
    bare = _LEAD.sub("", _TIME.sub("", tidy), count=1)
    if (years := _TWO_YEARS.fullmatch(bare)) and (int(years[1]) + 1) % 100 == int(years[2]):
        raise ImpossibleDate("It could be a financial year: write the month it ends")
    if (found := _NUMERIC.fullmatch(bare)) is not None:
        return PartialDate(_numeric(int(found[1]), int(found[3]), int(found[4]), day_first=day_first))
    for form in _FORMS:
        if (found := form.fullmatch(bare)) is not None:
            return _from_parts(found)
    return None


def _numeric(first: int, second: int, year: int, *, day_first: bool | None) -> date:
    if day_first is None and first != second and max(first, second) <= MONTHS_IN_A_YEAR:
        either = f"{long_date(real_date(year, second, first))} or {long_date(real_date(year, first, second))}"
        raise ImpossibleDate(f"It could be {either}: say whether the day comes first")
    if day_first is None:
        day_first = second <= MONTHS_IN_A_YEAR
    if (second if day_first else first) > MONTHS_IN_A_YEAR:
        raise ImpossibleDate(f"{first:02}/{second:02}/{year} is not a real date")
    return real_date(year, second, first) if day_first else real_date(year, first, second)


def _no_month(number: str) -> bool:
    return int(number) > MONTHS_IN_A_YEAR


def _from_parts(found: re.Match[str]) -> PartialDate:
    parts = {name: part for name, part in found.groupdict().items() if part}
    year = int(parts["year"])
    if "quarter" in parts:
        return PartialDate.around(real_date(year, int(parts["quarter"]) * 3, 1), Precision.QUARTER)
    if "month" not in parts and "number" not in parts:
        return PartialDate.around(real_date(year, 1, 1), Precision.YEAR)
    month = _MONTH_OF[parts["month"][:3].lower()] if "month" in parts else int(parts["number"])
    if "day" not in parts and not 1 <= month <= MONTHS_IN_A_YEAR:
        raise ImpossibleDate(f"There is no month {month}")
    precision = Precision.DAY if "day" in parts else Precision.MONTH
    return PartialDate.around(real_date(year, month, int(parts.get("day", 1))), precision)


def _unreadable(text: str, tidy: str) -> DateReading:
    if _SHORT_YEAR.fullmatch(tidy):
        return DateReading(DateOutcome.UNREADABLE, text, reason="Write the year with four digits")
    suggestion = _date_within(tidy)
    if suggestion is None:
        return DateReading(DateOutcome.UNREADABLE, text, reason=f"There is no date in it. {_ASK}")
    reason = f"It has words that are not part of a date. Is it {suggestion.text}?"
    return DateReading(
        DateOutcome.UNREADABLE, text, reason=reason, suggestion=replace(suggestion, original=text)
    )


def _date_within(tidy: str) -> PartialDate | None:
    found = _WITHIN.search(tidy)
    try:
        return _from_parts(found) if found else None
    except ImpossibleDate:
        return None
