"""What the tests of scheduled reports share: a schedule that is due, and a press that takes no time."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.report_rule import DateRule, Every
from equity_tracker.model.report_schedule import ReportDelivery, ReportSchedule
from equity_tracker.reports.job import ask_report
from equity_tracker.scheduling import queries
from equity_tracker.scheduling.actions.setting import add_schedule
from equity_tracker.scheduling.job import send_reports
from equity_tracker.scheduling.plan import Plan
from equity_tracker.web import signed
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.installation import Installation, installation
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
TODAY = NOW.date()
# The programme's second Monday of the quarter: NOW is on the first.
DUE_ON = date(2026, 4, 13)
SECOND_MONDAY = DateRule(Every.QUARTER, week=2, weekday=0)
BOARD = "chair@elsewhere.example.org"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment by UTC; in April, clocks in London are an hour ahead of it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def make_schedule(
    world: World,
    *people: User,
    addresses: tuple[str, ...] = (),
    rule: DateRule = SECOND_MONDAY,
    programme: Programme | None = None,
    now: datetime = NOW,
) -> ReportSchedule:
    plan = Plan(rule, Edition.INTERNAL, people, {each: signed.known_hashes(each) for each in addresses})
    schedule = add_schedule(programme or world.programme, plan, by=world.paula, now=now, today=now.date())
    db.session.commit()
    return schedule


def tick(moment: datetime) -> dict[str, int]:
    """Let a clock come by; return what it did, without what it did not do."""
    counts = send_reports(moment, ask_report)
    return {name: number for name, number in counts.items() if number}


def deliveries() -> list[ReportDelivery]:
    db.session.expire_all()
    return list(db.session.scalars(select(ReportDelivery).order_by(ReportDelivery.id)))


def mails(name: str) -> list[OutgoingEmail]:
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(OutgoingEmail).where(OutgoingEmail.name == name).order_by(OutgoingEmail.recipient)
        )
    )


def report_of(delivery: ReportDelivery) -> Report:
    return queries.find_reports([delivery.report or ""])[delivery.report or ""]


def make_it(delivery: ReportDelivery, *, now: datetime, storage: Storage | None = None) -> Report:
    """Let the report be made."""
    report = report_of(delivery)
    key = f"reports/{report.public_id}.pdf"
    if storage is not None:
        storage.put(key, b"%PDF-1.7 of this report")
    report.mark_done(file_key=key, file_hash="h", pages=7, now=now)
    db.session.commit()
    return report


def delivered(world: World, storage: Storage, *people: User, **settings: Any) -> ReportDelivery:
    """Set a schedule and let its first report be asked for, made, and told about."""
    make_schedule(world, *people, **settings)
    tick(at(DUE_ON, 7))
    [delivery] = deliveries()
    make_it(delivery, now=at(DUE_ON, 7), storage=storage)
    tick(at(DUE_ON, 7, 1))
    return delivery


def later(moment: datetime, days: int) -> datetime:
    return moment + timedelta(days=days)


@pytest.fixture
def storage(app: Flask) -> Storage:
    return Storage.from_url(app.config["SETTINGS"].storage_url)


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("own"), "scheduling") as found:
        yield found


@pytest.fixture
def own(own_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Return an empty installation whose queue carries nothing."""
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)
    own_installation.empty()
    return own_installation
