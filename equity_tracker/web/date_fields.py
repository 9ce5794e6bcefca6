"""Dates typed as day, month and year: whole ones, and ones known only to the month, quarter or year."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Unpack

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from equity_tracker import clock
from equity_tracker.model.dates import MONTHS, ImpossibleDate, PartialDate, Precision, long_date, real_date
from equity_tracker.web.base_field import AppField, Settings, sentence
from equity_tracker.web.text import show_again

PARTS = ("day", "month", "year")
YEARS = (2000, 2100)
QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
LIKE_THIS = "Enter a date like 27 3 2027"
_SHORT_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS) if number}
_QUARTER = re.compile(r"(\S+?)\s*(?:-|\N{EN DASH}|\bto\b)\s*(\S+)")


class BadDate(ValueError):
    """The message for the person, and which of the three inputs it is about."""

    def __init__(self, message: str, parts: Iterable[str]) -> None:
        super().__init__(message)
        self.message = message
        self.parts = tuple(parts)


class DateInput(AppField):
    """What both kinds of date share: three inputs, their text, and which of them is wrong."""

    kind = "date"
    default_hint = "For example, 27 3 2027"
    widths: Mapping[str, int] = MappingProxyType({"day": 2, "month": 2, "year": 4})

    def __init__(
        self,
        label: str,
        *,
        after: str = "",
        years: tuple[int, int] = YEARS,
        **settings: Unpack[Settings],
    ) -> None:
        settings.setdefault("hint", self.default_hint)
        super().__init__(label, **settings)
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()
        self.after = after
        self.years = years

    @property
    def day_itself(self) -> date | None:
        """The day the value stands for when dates are compared."""
        raise NotImplementedError

    def read(self) -> object:
        """Return the value of `parts`, or raise BadDate."""
        raise NotImplementedError

    def process(  # type: ignore[override]  # WTForms is given Werkzeug's kind of formdata only
        self,
        formdata: MultiDict[str, str] | None,
        data: object = unset_value,
        extra_filters: Sequence[Any] | None = None,
    ) -> None:
        super().process(None, data, extra_filters)
        self.wrong = ()
        if formdata is None:
            return
        given = {part: formdata.getlist(f"{self.name}-{part}") for part in PARTS}
        self.parts = {part: show_again(values[0]).strip() if values else "" for part, values in given.items()}
        self.data = None
        try:
            if any(len(values) > 1 for values in given.values()):
                raise BadDate(f"Enter only one {self.noun.bare}", ["day"])
            if not self.is_blank:
                self.data = self.read()
        except BadDate as bad:
            self.process_errors = [bad.message]
            self.wrong = bad.parts

    def check(self, form: BaseForm) -> None:
        if not self.after:
            return
        earlier = form[self.after]
        if not isinstance(earlier, DateInput):
            raise TypeError(f"{self.after} is no date")
        start, end = earlier.day_itself, self.day_itself
        if start and end and end <= start:
            message = f"{sentence(self.noun.the)} must be after {earlier.noun.the}, {long_date(start)}"
            raise StopValidation(message)

    @property
    def is_blank(self) -> bool:
        return not any(self.parts.values())

    @property
    def as_typed(self) -> str:
        return " ".join(filter(None, self.parts.values()))

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """The inputs drawn as wrong; all three when the message is about the date as a whole."""
        return (self.wrong or PARTS) if self.error else ()

    @property
    def anchor(self) -> str:
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"

    def _must_include(self, *parts: str) -> None:
        missing = [part for part in parts if not self.parts[part]]
        if missing:
            raise BadDate(f"{sentence(self.noun.the)} must include a {' and '.join(missing)}", missing)

    def _year(self) -> int:
        text = self.parts["year"]
        if re.fullmatch("[0-9]{1,2}", text):
            raise BadDate("Enter the year in full, like 2027", ["year"])
        first, last = self.years
        if not (re.fullmatch("[0-9]{3,4}", text) and first <= int(text) <= last):
            raise BadDate(f"The year must be between {first} and {last}", ["year"])
        return int(text)

    def _day_of_month(self) -> int:
        text = self.parts["day"]
        if not re.fullmatch("0?[1-9]|[12][0-9]|3[01]", text):
            raise BadDate("The day must be between 1 and 31", ["day"])
        return int(text)

    def _whole_day(self) -> date:
        self._look_like_a_date()
        self._must_include("day", "month", "year")
        day, month, year = self._day_of_month(), read_month(self.parts["month"]), self._year()
        try:
            return real_date(year, month, day)
        except ImpossibleDate as impossible:
            raise BadDate(str(impossible), ["day"]) from None

    def _look_like_a_date(self) -> None:
        """Words where a number belongs are spoken of before any number is judged."""
        words = [part for part in ("day", "year") if not re.fullmatch("[0-9]*", self.parts[part])]
        if words:
            raise BadDate(LIKE_THIS, words)


class Day(DateInput):
    """A whole date."""

    data: date | None

    def process_data(self, value: date | None) -> None:
        self.data = value
        numbers = ("", "", "") if value is None else (value.day, value.month, value.year)
        self.parts = {part: str(number) for part, number in zip(PARTS, numbers, strict=True)}

    @property
    def day_itself(self) -> date | None:
        return self.data

    def read(self) -> date:
        return self._whole_day()


class PastDay(Day):
    """A whole date that has come: what is dated by it cannot lie ahead."""

    default_hint = "For example, 27 3 2026"

    def read(self) -> date:
        day = super().read()
        if day > clock.today():
            raise BadDate(f"{sentence(self.noun.the)} must not be in the future", PARTS)
        return day


class PeriodDay(DateInput):
    """A date whose day, or day and month, may be left empty; a quarter is typed as its months, 4-6."""

    data: PartialDate | None
    default_hint = "For example, 27 3 2027. If you only know the month or the year, leave the rest empty"
    widths = MappingProxyType({"day": 2, "month": 3, "year": 4})

    def process_data(self, value: PartialDate | None) -> None:
        self.data = value
        self.parts = dict.fromkeys(PARTS, "") if value is None else _parts_of(value)

    @property
    def day_itself(self) -> date | None:
        return self.data.on if self.data else None

    def read(self) -> PartialDate:
        self._look_like_a_date()
        if self.parts["day"]:
            return PartialDate(self._whole_day())
        self._must_include("year")
        month_text, year = self.parts["month"], self._year()
        if not month_text:
            return PartialDate(date(year, 12, 31), Precision.YEAR)
        quarter = _QUARTER.fullmatch(month_text)
        if quarter is None:
            return PartialDate.around(date(year, read_month(month_text), 1), Precision.MONTH)
        first, last = read_month(quarter[1]), read_month(quarter[2])
        if (first, last) not in QUARTERS:
            raise BadDate("A quarter is 1-3, 4-6, 7-9 or 10-12", ["month"])
        return PartialDate.around(date(year, first, 1), Precision.QUARTER)


def read_month(text: str) -> int:
    """Return the number of a month typed as 3, 03, Mar or March."""
    if re.fullmatch("0?[1-9]|1[0-2]", text):
        return int(text)
    if re.fullmatch("[0-9]+", text):
        raise BadDate("The month must be between 1 and 12", ["month"])
    number = _SHORT_MONTHS.get(text[:3].lower())
    if number is None or not MONTHS[number].lower().startswith(text.lower().removesuffix(".")):
        raise BadDate(LIKE_THIS, ["month"])
    return number


def _parts_of(value: PartialDate) -> dict[str, str]:
    last = value.on
    month = {
        Precision.DAY: str(last.month),
        Precision.MONTH: str(last.month),
        Precision.QUARTER: f"{last.month - 2}-{last.month}",
        Precision.YEAR: "",
    }[value.precision]
    return {
        "day": str(last.day) if value.precision is Precision.DAY else "",
        "month": month,
        "year": str(last.year),
    }
