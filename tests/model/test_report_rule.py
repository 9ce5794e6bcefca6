"""On which days a report comes: by weekday or by day of the month, over year ends and leap years."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import islice

import pytest

from equity_tracker.model.errors import Refused
from equity_tracker.model.report_rule import LAST, DateRule, Every

MONDAY, THURSDAY, FRIDAY = 0, 3, 4


def dates(rule: DateRule, after: date, count: int) -> list[date]:
    return list(islice(rule.dates_after(after), count))


def test_the_second_monday_of_each_quarter_is_in_its_first_month() -> None:
    rule = DateRule(Every.QUARTER, week=2, weekday=MONDAY)

    assert dates(rule, date(2026, 10, 12), 5) == [
        date(2027, 1, 11),
        date(2027, 4, 12),
        date(2027, 7, 12),
        date(2027, 10, 11),
        date(2028, 1, 10),
    ]
    assert rule.after(date(2026, 10, 11)) == date(2026, 10, 12)


def test_what_comes_last_comes_last_in_the_period() -> None:
    quarterly = DateRule(Every.QUARTER, week=LAST, weekday=FRIDAY)

    assert dates(quarterly, date(2026, 1, 1), 4) == [
        date(2026, 3, 27),
        date(2026, 6, 26),
        date(2026, 9, 25),
        date(2026, 12, 25),
    ]
    assert DateRule(Every.HALF_YEAR, week=LAST, weekday=THURSDAY).after(date(2026, 1, 1)) == date(2026, 6, 25)
    assert DateRule(Every.YEAR, week=LAST, weekday=THURSDAY).after(date(2026, 1, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (Every.MONTH, [date(2027, 1, 15), date(2027, 2, 15), date(2027, 3, 15)]),
        (Every.QUARTER, [date(2027, 1, 15), date(2027, 4, 15), date(2027, 7, 15)]),
        (Every.HALF_YEAR, [date(2027, 1, 15), date(2027, 7, 15), date(2028, 1, 15)]),
        (Every.YEAR, [date(2027, 1, 15), date(2028, 1, 15), date(2029, 1, 15)]),
    ],
)
def test_a_day_of_the_month_goes_over_the_end_of_the_year(every: Every, expected: list[date]) -> None:
    assert dates(DateRule(every, day=15), date(2026, 12, 31), 3) == expected


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_a_day_that_a_month_has_not_is_its_last(day: int) -> None:
    for each in dates(DateRule(Every.MONTH, day=day), date(2027, 12, 31), 60):
        assert each.day == min(day, monthrange(each.year, each.month)[1])


def test_the_29th_comes_on_the_29th_in_a_leap_year_alone() -> None:
    rule = DateRule(Every.MONTH, day=29)

    assert rule.after(date(2028, 2, 1)) == date(2028, 2, 29)
    assert rule.after(date(2028, 2, 29)) == date(2028, 3, 29)
    assert rule.after(date(2027, 2, 1)) == date(2027, 2, 28)
    # 2100 is no leap year.
    assert rule.after(date(2100, 2, 1)) == date(2100, 2, 28)


@pytest.mark.parametrize("every", list(Every))
@pytest.mark.parametrize("week", [1, 2, 3, 4, LAST])
@pytest.mark.parametrize("weekday", range(7))
def test_every_period_has_one_and_it_is_the_one_that_the_rule_names(
    every: Every, week: int, weekday: int
) -> None:
    rule = DateRule(every, week=week, weekday=weekday)
    found = dates(rule, date(2023, 12, 31), 60 // every.months)

    assert {(day.year, (day.month - 1) // every.months) for day in found} == {
        (year, part) for year in range(2024, 2029) for part in range(12 // every.months)
    }
    for day in found:
        assert day.weekday() == weekday
        of_its_kind = [
            each for number in range(1, monthrange(day.year, day.month)[1] + 1)
            if (each := day.replace(day=number)).weekday() == weekday
        ]  # fmt: skip
        assert day == of_its_kind[week if week == LAST else week - 1]


def test_after_is_the_first_day_that_comes_whatever_day_is_asked() -> None:
    rule = DateRule(Every.QUARTER, week=3, weekday=THURSDAY)
    comes = set(dates(rule, date(2025, 12, 31), 12))

    for offset in range(700):
        day = date(2026, 1, 1) + timedelta(days=offset)
        assert rule.after(day) == min(each for each in comes if each > day)


def test_of_many_that_were_missed_the_latest_is_made() -> None:
    rule = DateRule(Every.MONTH, day=31)

    assert rule.latest(date(2026, 1, 31), date(2026, 6, 29)) == date(2026, 5, 31)
    assert rule.latest(date(2026, 1, 31), date(2026, 6, 30)) == date(2026, 6, 30)
    assert rule.latest(date(2026, 1, 31), date(2026, 1, 31)) == date(2026, 1, 31)


@pytest.mark.parametrize("every", list(Every))
@pytest.mark.parametrize("written", ["1-0", "-1-6", "4-3", "day-1", "day-31"])
def test_a_rule_is_read_back_as_it_was_written(every: Every, written: str) -> None:
    rule = DateRule.read(every.value, written)

    assert rule.written == written
    assert rule.every is every


@pytest.mark.parametrize(
    "parts",
    [{}, {"day": 0}, {"day": 32}, {"week": 5, "weekday": 0}, {"week": 1, "weekday": 7}, {"week": 1},
     {"week": 1, "weekday": 1, "day": 1}],
)  # fmt: skip
def test_what_names_no_day_is_refused(parts: dict[str, int]) -> None:
    with pytest.raises(Refused):
        DateRule(Every.MONTH, **parts)


def test_it_is_said_as_people_say_it() -> None:
    rule = DateRule(Every.QUARTER, week=2, weekday=MONDAY)

    assert rule.words == "on the second Monday of each quarter"
    assert rule.months_in_words == "January, April, July and October"
    assert rule.next_in_words(date(2026, 10, 1)) == [
        "Monday 12 October 2026",
        "Monday 11 January 2027",
        "Monday 12 April 2027",
    ]
    assert DateRule(Every.HALF_YEAR, day=3).words == "on day 3 of each half-year"
    assert DateRule(Every.YEAR, week=LAST, weekday=FRIDAY).months_in_words == "December"
    assert DateRule(Every.MONTH, day=3).months_in_words == ""
