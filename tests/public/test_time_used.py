from datetime import date
from typing import Any

import pytest

from equity_tracker.public.time_used import time_used

TODAY = date(2026, 1, 1)
PROMISE: dict[str, Any] = {
    "starts_on": "2025-01-01",
    "made_on": "2024-12-01",
    "ends_on": "2027-01-01",
    "ends_precision": "day",
    "imported": None,
    "milestones": [],
}


def test_days_used_stand_beside_days_given() -> None:
    used = time_used(PROMISE, [], TODAY)

    assert used is not None
    assert (used.days, used.days_given, used.percent, used.ends_at) == (365, 730, 50, 100)
    assert not used.is_deferred
    assert used.moved == ()


def test_an_end_that_was_put_off_is_marked_and_lengthens_the_bar() -> None:
    earlier = [PROMISE | {"ends_on": "2026-01-01"}, PROMISE | {"ends_on": "2026-07-02"}]

    used = time_used(PROMISE, earlier, TODAY)

    assert used is not None
    assert used.is_deferred
    assert [(end.words, end.at) for end in used.moved] == [("1 January 2026", 50), ("2 July 2026", 75)]
    assert used.ends_at == 100


def test_an_end_that_was_brought_forward_keeps_the_bar_as_long() -> None:
    used = time_used(PROMISE | {"ends_on": "2026-01-01"}, [PROMISE], TODAY)

    assert used is not None
    assert not used.is_deferred
    assert (used.ends_at, used.moved[0].at, used.days_given) == (50, 100, 365)


def test_the_same_end_said_again_was_not_moved() -> None:
    used = time_used(PROMISE, [PROMISE, PROMISE | {"ends_precision": "year"}], TODAY)

    assert used is not None
    assert used.moved == ()


@pytest.mark.parametrize(("today", "days", "percent"), [("2024-06-01", 0, 0), ("2030-01-01", 730, 100)])
def test_before_the_start_nothing_is_used_and_after_the_end_all(today: str, days: int, percent: int) -> None:
    used = time_used(PROMISE, [], date.fromisoformat(today))

    assert used is not None
    assert (used.days, used.percent) == (days, percent)


def test_milestones_stand_where_they_are_planned_now() -> None:
    rows = [
        {"planned_on": "2025-07-02", "revised_on": None, "actual_on": "2025-08-01"},
        {"planned_on": "2025-07-02", "revised_on": "2026-01-01", "actual_on": None},
        {"planned_on": None, "revised_on": None, "actual_on": None},
    ]

    used = time_used(PROMISE | {"milestones": rows}, [], TODAY)

    assert used is not None
    assert [(mark.at, mark.is_met) for mark in used.marks] == [(25, True), (50, False)]
    assert used.met == 1


@pytest.mark.parametrize(
    "said", [{"ends_on": None}, {"starts_on": None, "made_on": None}, {"ends_on": "2025-01-01"}]
)
def test_what_was_not_said_is_not_made_up(said: dict[str, Any]) -> None:
    assert time_used(PROMISE | said, [], TODAY) is None
