"""Dates as people write them, and counting in months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.dates import (
    ImpossibleDate,
    PartialDate,
    Precision,
    add_months,
    long_date,
    months_between,
    real_date,
    short_date,
)

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("precision", "on", "first_day", "text"),
    [
        (Precision.DAY, date(2026, 5, 3), date(2026, 5, 3), "3 May 2026"),
        (Precision.MONTH, date(2026, 5, 31), date(2026, 5, 1), "May 2026"),
        (Precision.QUARTER, date(2017, 9, 30), date(2017, 7, 1), "quarter 3 of 2017"),
        (Precision.YEAR, date(2026, 12, 31), date(2026, 1, 1), "2026"),
    ],
)
def test_a_partial_date_says_only_what_is_known(
    precision: Precision, on: date, first_day: date, text: str
) -> None:
    partial = PartialDate(on, precision)
    assert partial.text == str(partial) == text
    assert partial.first_day == first_day


def test_a_deadline_in_a_month_falls_on_its_last_day() -> None:
    assert PartialDate.around(date(2028, 2, 10), Precision.MONTH).on == date(2028, 2, 29)


def test_a_day_that_does_not_end_its_period_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-05-03 is not the last day of its month"):
        PartialDate(date(2026, 5, 3), Precision.MONTH)


@given(DAYS, st.sampled_from(list(Precision)))
def test_a_period_contains_the_day_it_was_made_around(day: date, precision: Precision) -> None:
    period = PartialDate.around(day, precision)
    assert period.first_day <= day <= period.on
    assert PartialDate.around(period.first_day, precision) == period


def test_dates_are_written_without_leading_noughts() -> None:
    assert long_date(date(2026, 5, 3)) == "3 May 2026"
    assert short_date(date(2026, 5, 3)) == "3 May 2026"
    assert short_date(date(2026, 5, 31), Precision.MONTH) == "May 2026"


def test_a_month_after_the_31st_is_the_last_day_of_the_shorter_month() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 3, 31), -13) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_months_between_counts_whole_months_only() -> None:
    assert months_between(date(2026, 1, 15), date(2027, 1, 14)) == 11
    assert months_between(date(2026, 1, 15), date(2027, 1, 15)) == 12
    assert months_between(date(2027, 1, 15), date(2026, 1, 15)) == -12


@given(DAYS, st.integers(min_value=0, max_value=600))
def test_adding_months_and_counting_them_agree(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


@pytest.mark.parametrize(
    ("year", "month", "day", "message"),
    [
        (2027, 2, 31, "31 February 2027 is not a real date"),
        (2027, 2, 29, "2027 is not a leap year: choose 1 to 28 February"),
        (0, 0, 0, "00/00/0000 is not a real date"),
        (9999, 12, 31, "The year must be between 1900 and 2100"),
    ],
)
def test_an_impossible_date_says_what_is_wrong_with_it(year: int, month: int, day: int, message: str) -> None:
    with pytest.raises(ImpossibleDate) as refusal:
        real_date(year, month, day)
    assert str(refusal.value) == message
