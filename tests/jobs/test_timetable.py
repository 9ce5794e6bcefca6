from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.base import BaseTrigger
from flask import Flask

from equity_tracker import clock
from equity_tracker.jobs import queue, waking
from equity_tracker.jobs.clock import LATE_BY_SECONDS, make_scheduler
from equity_tracker.jobs.timetable import TIMETABLE, Daily, Every, find_job
from tests.conftest import NOW

LONDON = ZoneInfo("Europe/London")


def next_runs(trigger: BaseTrigger, after: datetime, number: int = 5) -> list[datetime]:
    found: list[datetime] = []
    previous = None
    for _ in range(number):
        previous = trigger.get_next_fire_time(previous, previous or after)
        found.append(previous)
    return found


def test_each_line_has_a_name_of_its_own_a_time_and_a_reason() -> None:
    assert len({job.name for job in TIMETABLE}) == len(TIMETABLE)
    assert all(str(job.when).startswith("every ") and job.why.endswith(".") for job in TIMETABLE)


def test_a_job_is_found_by_its_name() -> None:
    assert find_job("reminders") in TIMETABLE
    assert find_job("tea") is None


@pytest.mark.parametrize(
    ("when", "words"),
    [(Every(1), "every minute"), (Every(10), "every 10 minutes"), (Daily(3, 5), "every day at 03:05")],
)
def test_the_time_reads_as_a_person_would_say_it(when: Every | Daily, words: str) -> None:
    assert str(when) == words


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_every_minute_goes_on_through_the_hour_that_clocks_change(day: date) -> None:
    start = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)

    runs = next_runs(Every(1).trigger(), start, 120)

    assert {after - before for before, after in pairwise(runs)} == {timedelta(minutes=1)}


@pytest.mark.parametrize("day", [date(2026, 10, 23), date(2027, 3, 26)])
def test_a_daily_job_runs_once_a_day_at_its_time_on_the_wall(day: date) -> None:
    start = datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)

    runs = [run.astimezone(LONDON) for run in next_runs(Daily(3, 30).trigger(), start)]

    assert [(run.hour, run.minute) for run in runs] == [(3, 30)] * 5
    assert [run.date() for run in runs] == [day + timedelta(days=number) for number in range(1, 6)]


def test_no_daily_job_stands_in_the_hour_that_some_days_lack() -> None:
    assert all(job.when.hour != 1 for job in TIMETABLE if isinstance(job.when, Daily))


def test_the_clock_has_every_line_and_keeps_nothing(app: Flask) -> None:
    with clock.fixed(NOW):
        scheduler = make_scheduler(app)

    found = {job.id: job for job in scheduler.get_jobs()}
    assert found.keys() == {job.name for job in TIMETABLE}
    assert found["reminders"].next_run_time == NOW
    assert scheduler._job_defaults == {
        "coalesce": True,
        "max_instances": 1,
        "misfire_grace_time": LATE_BY_SECONDS,
    }


def test_there_is_somebody_for_every_kind_of_row_that_workers_are_told_of(app: Flask) -> None:
    assert set(waking._KINDS.values()) <= queue.HANDLERS.keys()
