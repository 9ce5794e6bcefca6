"""Rounds that repeat: the same day of the month, the same distances, whatever the months are like."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.dates import months_between
from equity_tracker.model.round_plan import (
    NAME_LIMIT,
    RoundPlan,
    due_day_of,
    fold_name,
    free_name,
    next_name,
    next_plan,
)

LONG_AGO = date(1999, 1, 1)


def plan(due_on: date, every: int = 6, **changes: object) -> RoundPlan:
    values = {
        "name": "Round",
        "opens_on": due_on - timedelta(days=30),
        "due_on": due_on,
        "grace_until": due_on + timedelta(days=14),
        "closes_on": due_on + timedelta(days=21),
        "repeats_every": every,
    }
    return RoundPlan(**(values | changes))  # type: ignore[arg-type]


def due_dates(first: RoundPlan, number: int) -> list[date]:
    found = []
    for _ in range(number):
        first = next_plan(first, LONG_AGO)
        found.append(first.due_on)
    return found


@pytest.mark.parametrize(
    ("due_on", "every", "following"),
    [
        (date(2026, 9, 30), 6, [date(2027, 3, 31), date(2027, 9, 30)]),
        (date(2026, 8, 31), 6, [date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]),
        (date(2026, 8, 30), 6, [date(2027, 2, 28), date(2027, 8, 30), date(2028, 2, 29)]),
        (date(2028, 2, 29), 12, [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29)]),
        (date(2026, 11, 15), 3, [date(2027, 2, 15), date(2027, 5, 15)]),
        (date(2026, 12, 31), 3, [date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30)]),
    ],
)
def test_the_day_of_the_month_is_kept(due_on: date, every: int, following: list[date]) -> None:
    assert due_dates(plan(due_on, every), len(following)) == following


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from([3, 6, 12]), st.integers(1, 8))
def test_distances_never_drift_and_no_month_is_left_out(due_on: date, every: int, number: int) -> None:
    first = plan(due_on, every)
    last = first
    for _ in range(number):
        last = next_plan(last, LONG_AGO)

    assert last.due_on - last.opens_on == timedelta(days=30)
    assert last.grace_until - last.due_on == timedelta(days=14)
    assert last.closes_on - last.due_on == timedelta(days=21)
    assert months_between(due_on.replace(day=1), last.due_on.replace(day=1)) == every * number
    assert due_day_of(due_on) in {last.due_on.day, due_day_of(last.due_on)} or last.due_on.month == 2


def test_one_that_is_over_already_is_passed_over() -> None:
    assert next_plan(plan(date(2026, 3, 31)), date(2027, 1, 5)).due_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("September 2026", "March 2027"),
        ("Check-ins of September", "Check-ins of March"),
        ("Year end 2026", "Year end 2027"),
        ("The autumn round", "The autumn round, March 2027"),
        ("x" * 100, "x" * 88 + ", March 2027"),
    ],
)
def test_the_name_goes_with_the_date(name: str, following: str) -> None:
    assert next_name(name, date(2026, 9, 30), date(2027, 3, 31)) == following


def test_neither_capitals_nor_spaces_tell_two_names_apart() -> None:
    assert fold_name("  Spring\u00a0 2026 ") == fold_name("SPRING 2026")
    assert fold_name("Spring 2026") != fold_name("Spring 2027")


def test_a_name_that_is_taken_gets_the_next_free_number() -> None:
    assert free_name("October 2026", {"april 2026"}) == "October 2026"
    assert free_name("October 2026", {"october 2026", "october 2026 (2)"}) == "October 2026 (3)"
    longest = "x" * NAME_LIMIT
    assert free_name(longest, {longest}) == longest[:-4] + " (2)"
