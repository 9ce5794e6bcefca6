"""The timetable: everything that happens by itself, when, and why.

Each job claims what it works on, so any number of clocks may run it, and running it again does no harm.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from equity_tracker.accounts.job import sweep_sign_ins
from equity_tracker.clock import HOME_ZONE
from equity_tracker.contacting.job import forget_messages
from equity_tracker.files import job as files
from equity_tracker.following import job as following
from equity_tracker.jobs import handlers, runs
from equity_tracker.jobs.heartbeats import show_signs_of_life
from equity_tracker.jobs.search_index import merge_search_index
from equity_tracker.notices import job as notices
from equity_tracker.open_data import job as open_data
from equity_tracker.organisations import job as organisations
from equity_tracker.programmes import job as programmes
from equity_tracker.reports import job as reports
from equity_tracker.scheduling import job as scheduling
from equity_tracker.suggesting.job import forget_senders

Counts = dict[str, int]


class Run(Protocol):
    """What a job does, and how often it did it. In a dry run it changes nothing and says what it would do."""

    def __call__(self, now: datetime, *, dry_run: bool = False) -> Counts: ...


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted by the clock that no summer time changes."""

    minutes: int

    def __str__(self) -> str:
        return "every minute" if self.minutes == 1 else f"every {self.minutes} minutes"

    def trigger(self) -> BaseTrigger:
        return IntervalTrigger(minutes=self.minutes, timezone="UTC")


@dataclass(frozen=True)
class OnTheMinute:
    """Every minute, as it begins: for what is promised for a time of day."""

    def __str__(self) -> str:
        return "every minute, as it begins"

    def trigger(self) -> BaseTrigger:
        return CronTrigger(second=0, timezone="UTC")


@dataclass(frozen=True)
class Daily:
    """Once a day, by the clock on the wall at home. Not between one and two, which some days lack."""

    hour: int
    minute: int

    def __str__(self) -> str:
        return f"every day at {self.hour:02}:{self.minute:02}"

    def trigger(self) -> BaseTrigger:
        return CronTrigger(hour=self.hour, minute=self.minute, timezone=HOME_ZONE)


@dataclass(frozen=True)
class Sundays:
    """Once a week, by the clock on the wall at home. Not between one and two, which some Sundays lack."""

    hour: int
    minute: int

    def __str__(self) -> str:
        return f"every Sunday at {self.hour:02}:{self.minute:02}"

    def trigger(self) -> BaseTrigger:
        return CronTrigger(day_of_week="sun", hour=self.hour, minute=self.minute, timezone=HOME_ZONE)


@dataclass(frozen=True)
class Job:
    """One line of the timetable."""

    name: str
    run: Run
    when: Every | OnTheMinute | Daily | Sundays
    why: str


def _sweep_outbox(now: datetime, *, dry_run: bool = False) -> Counts:
    return notices.sweep_outbox(now, handlers.post_office(), dry_run=dry_run)


def _make_waiting_reports(now: datetime, *, dry_run: bool = False) -> Counts:
    return reports.make_waiting_reports(now, handlers.press(), dry_run=dry_run)


def _send_reports(now: datetime, *, dry_run: bool = False) -> Counts:
    return scheduling.send_reports(now, reports.ask_report, dry_run=dry_run)


def _sweep_files(now: datetime, *, dry_run: bool = False) -> Counts:
    storage = handlers.press().storage
    printed = reports.sweep_reports(now, storage, dry_run=dry_run)
    return {
        **files.sweep_files(now, storage, dry_run=dry_run),
        "reports_without_row": printed["without_row"],
    }


def _make_open_data(now: datetime, *, dry_run: bool = False) -> Counts:
    return open_data.make_waiting_releases(now, handlers.data_press(), dry_run=dry_run)


def _sweep_open_data(now: datetime, *, dry_run: bool = False) -> Counts:
    return open_data.sweep_files(now, handlers.data_press().storage, dry_run=dry_run)


def _sweep(now: datetime, *, dry_run: bool = False) -> Counts:
    if dry_run:
        return {}
    return {
        "sign_ins": sweep_sign_ins(now),
        "job_runs": runs.sweep_runs(now),
        "follows": following.sweep_follows(now),
        "suggesters": forget_senders(now),
        "messages": forget_messages(now),
    }


TIMETABLE = (
    Job(
        "signs-of-life",
        show_signs_of_life,
        Every(minutes=1),
        why="So that a clock or a worker that has stopped is noticed.",
    ),
    Job(
        "launches",
        programmes.launch_programmes,
        OnTheMinute(),
        why="Programmes prepared under embargo become public at the time that was set. Pages are kept for"
        " twenty seconds, so that a launch is seen within the minute.",
    ),
    Job(
        "reminders",
        notices.write_mornings,
        Every(minutes=5),
        why="From seven in the morning people get one mail a day with what has gathered for them: check-ins"
        " that are due (30, 7 and 1 days before, 1 and 7 days after), the question a year after whether"
        " something is still in place, and on Monday what a coordinator's programme still waits for.",
    ),
    Job(
        "followers",
        following.write_to_followers,
        Every(minutes=5),
        why="From seven in the morning everybody who follows something gets one mail at most with what was"
        " published since; those who asked for it weekly, on Monday.",
    ),
    Job(
        "rounds",
        programmes.open_and_close_rounds,
        Every(minutes=10),
        why="Rounds that open or close by themselves do so from seven in the morning, where their"
        " programme's coordinating body is.",
    ),
    Job(
        "outbox",
        _sweep_outbox,
        Every(minutes=1),
        why="Mail that no worker took, or that has to be tried again, goes out.",
    ),
    Job(
        "public-reports",
        reports.queue_public_reports,
        Every(minutes=1),
        why="What an organisation has published says something else than its public report does.",
    ),
    Job(
        "reports",
        _make_waiting_reports,
        Every(minutes=1),
        why="Reports that no worker took, or whose worker stopped, are made.",
    ),
    Job(
        "scheduled-reports",
        _send_reports,
        Every(minutes=1),
        why="Reports that a programme lets come by itself are asked for from seven in the morning where its"
        " coordinating body is, and so is each organisation's after a round; once they are made, whom"
        " they go to gets a mail.",
    ),
    Job(
        "open-data",
        open_data.ask_nightly,
        Daily(hour=2, minute=30),
        why="Everything public is put into one file for everybody, unless nothing has changed.",
    ),
    Job(
        "open-data-files",
        _make_open_data,
        Every(minutes=1),
        why="Releases of the open data that no worker took, or whose worker stopped, are made; those that"
        " hold what was taken back since are made again without it.",
    ),
    Job(
        "open-data-sweep",
        _sweep_open_data,
        Daily(hour=3, minute=50),
        why="What remains of a release that was never finished is thrown away.",
    ),
    Job(
        "practice",
        programmes.reset_practice_programmes,
        Sundays(hour=4, minute=0),
        why="Practice programmes begin anew, with the same people and nothing in them.",
    ),
    Job(
        "sweep",
        _sweep,
        Daily(hour=3, minute=30),
        why="Sessions, tries, one-time links and form keys that are over are thrown away; so are addresses of"
        " people without an account that nothing needs any more.",
    ),
    Job(
        "tokens",
        organisations.tell_of_ending_tokens,
        Daily(hour=6, minute=0),
        why="An organisation's admins hear two weeks before a token of one of its systems runs out.",
    ),
    Job(
        "api-answers",
        organisations.sweep_answers,
        Daily(hour=3, minute=35),
        why="What was answered to a system's write is given again for a day, and then forgotten.",
    ),
    Job(
        "files",
        _sweep_files,
        Daily(hour=3, minute=40),
        why="Files whose form was never sent, and files and reports that a crash left, are thrown away.",
    ),
    Job(
        "search-index",
        merge_search_index,
        Daily(hour=3, minute=45),
        why="What was published since lies beside the index of words in pieces, and slows every search.",
    ),
)


def find_job(name: str) -> Job | None:
    return next((job for job in TIMETABLE if job.name == name), None)
