"""A report is asked for on its day, once; whom it goes to is told when it is made, or why it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.report_rule import DateRule, Every
from equity_tracker.model.report_schedule import DeliveryState, ReportSchedule
from equity_tracker.reports.job import ask_report
from equity_tracker.scheduling.actions.setting import pause_schedule, resume_schedule
from equity_tracker.scheduling.job import send_reports
from tests.conftest import NOW
from tests.scheduling.conftest import (
    BOARD,
    DUE_ON,
    at,
    delivered,
    deliveries,
    mails,
    make_it,
    make_schedule,
    report_of,
    tick,
)
from tests.support.people import World

NEXT = date(2026, 7, 13)


def leave(user: User) -> None:
    for membership in db.session.scalars(
        select(ProgrammeMembership).where(ProgrammeMembership.user_id == user.id)
    ):
        membership.ended_at = NOW
    db.session.commit()


def test_it_is_asked_for_from_seven_in_the_morning_of_its_day(world: World) -> None:
    schedule = make_schedule(world, world.otto)

    assert schedule.next_on == DUE_ON
    assert tick(at(DUE_ON - timedelta(days=1), 12)) == {}
    # In London it is 06:59 and then 07:00: summer time has begun.
    assert tick(at(DUE_ON, 5, 59)) == {}
    assert tick(at(DUE_ON, 6, 0)) == {"asked": 1}
    [delivery] = deliveries()
    assert (delivery.state, delivery.due_on, schedule.next_on) == (DeliveryState.ASKED, DUE_ON, NEXT)
    assert report_of(delivery).as_of == DUE_ON
    assert tick(at(DUE_ON, 6, 1)) == {}


def test_its_day_is_that_of_the_coordinating_body(world: World) -> None:
    world.institute.time_zone = "Pacific/Auckland"
    make_schedule(world, world.otto)

    # Auckland is twelve hours ahead of UTC in the middle of April.
    assert tick(at(DUE_ON - timedelta(days=1), 18, 59)) == {}
    assert tick(at(DUE_ON - timedelta(days=1), 19, 0)) == {"asked": 1}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_a_day_on_which_clocks_change_it_comes_once(world: World, day: date) -> None:
    make_schedule(world, world.otto, rule=DateRule(Every.MONTH, day=day.day), now=at(date(2026, 3, 1), 9))
    asked = [tick(at(day, hour, minute)) for hour in range(24) for minute in (0, 30)]

    assert [counts for counts in asked if counts] == [{"asked": 1}]
    assert deliveries()[-1].due_on == day


def test_once_it_is_made_everybody_gets_a_mail_and_never_the_file(world: World, storage: Storage) -> None:
    delivery = delivered(world, storage, world.otto, world.paula, addresses=(BOARD,))

    assert [row.recipient for row in mails("scheduled_report")] == [world.otto.email, world.paula.email]
    [shared] = mails("shared_report")
    assert (shared.recipient, shared.is_essential) == (BOARD, False)
    assert "file" not in repr(shared.context)
    assert (delivery.state, delivery.told) == (DeliveryState.TOLD, 3)
    assert tick(at(DUE_ON, 8)) == {}
    assert len(mails("scheduled_report")) == 2


def test_nobody_is_told_before_it_is_made(world: World) -> None:
    make_schedule(world, world.otto, addresses=(BOARD,))
    tick(at(DUE_ON, 7))

    assert tick(at(DUE_ON, 7, 1)) == {}
    assert mails("scheduled_report") == mails("shared_report") == []


def test_coordinators_are_told_why_it_could_not_be_made(world: World) -> None:
    make_schedule(world, world.otto, addresses=(BOARD,))
    tick(at(DUE_ON, 7))
    report_of(deliveries()[0]).mark_failed("It would be longer than 60 pages.")
    db.session.commit()

    assert tick(at(DUE_ON, 7, 1)) == {"failed": 1}
    [mail] = mails("scheduled_report_failed")
    assert (mail.recipient, mail.context["reason"]) == (
        world.paula.email,
        "It would be longer than 60 pages.",
    )
    assert mails("scheduled_report") == mails("shared_report") == []
    assert tick(at(DUE_ON, 7, 2)) == {}


def test_who_may_not_read_it_any_more_is_not_told(world: World, storage: Storage) -> None:
    make_schedule(world, world.otto, world.paula)
    tick(at(DUE_ON, 7))
    leave(world.otto)
    make_it(deliveries()[0], now=at(DUE_ON, 7))

    tick(at(DUE_ON, 7, 1))

    assert [row.recipient for row in mails("scheduled_report")] == [world.paula.email]


def test_an_address_from_which_mail_comes_back_is_left_alone(world: World, storage: Storage) -> None:
    db.session.add(RefusedAddress(address=BOARD, refused_at=at(DUE_ON, 1), reason="unknown"))

    delivered(world, storage, addresses=(BOARD,))

    assert mails("shared_report") == []


def test_a_clock_that_was_down_catches_up_once(world: World) -> None:
    schedule = make_schedule(world, world.otto, rule=DateRule(Every.MONTH, day=13))

    assert tick(at(date(2026, 9, 20), 9)) == {"asked": 1}
    [delivery] = deliveries()
    assert (delivery.due_on, schedule.next_on) == (date(2026, 9, 13), date(2026, 10, 13))
    assert tick(at(date(2026, 9, 20), 10)) == {}


def test_a_clock_that_was_ahead_for_a_moment_loses_nothing(world: World) -> None:
    schedule = make_schedule(world, world.otto)
    assert tick(at(date(2031, 1, 1), 9)) == {"asked": 1}
    db.session.refresh(schedule)
    assert schedule.next_on == date(2031, 1, 13)

    assert tick(at(DUE_ON, 9)) == {"asked": 1}
    db.session.refresh(schedule)
    assert schedule.next_on == NEXT
    assert sorted(row.due_on for row in deliveries()) == [DUE_ON, date(2030, 10, 14)]


def test_a_clock_that_was_put_back_sends_no_day_twice(world: World) -> None:
    make_schedule(world, world.otto)
    tick(at(DUE_ON, 9))

    assert [tick(at(DUE_ON, hour)) for hour in (7, 8, 9, 10)] == [{}, {}, {}, {}]
    assert tick(at(DUE_ON - timedelta(days=2), 10)) == {}
    assert tick(at(DUE_ON, 10)) == {}
    assert len(deliveries()) == 1


@contextmanager
def dying_before_the_commit() -> Iterator[None]:
    with (
        mock.patch.object(db.session, "commit", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        yield
    db.session.rollback()


def test_a_clock_that_dies_half_way_neither_loses_nor_doubles(world: World, storage: Storage) -> None:
    make_schedule(world, world.otto, addresses=(BOARD,))

    with dying_before_the_commit():
        tick(at(DUE_ON, 7))
    assert deliveries() == []
    assert tick(at(DUE_ON, 7, 1)) == {"asked": 1}

    make_it(deliveries()[0], now=at(DUE_ON, 7), storage=storage)
    with dying_before_the_commit():
        tick(at(DUE_ON, 7, 2))
    assert mails("scheduled_report") == []
    assert tick(at(DUE_ON, 7, 3)) == {"told": 1}
    assert len(mails("scheduled_report")) == len(mails("shared_report")) == 1


def test_one_that_fails_holds_up_no_other_and_is_tried_again(world: World) -> None:
    first = make_schedule(world, world.otto)
    make_schedule(world, world.other_paula, programme=world.other_programme)
    broken = world.programme.id

    def ask(choice: Choice, subject: Any, now: datetime) -> str:
        if subject.id == broken:
            raise RuntimeError
        return ask_report(choice, subject, now)

    counts = send_reports(at(DUE_ON, 7), ask)

    assert (counts["asked"], counts["faults"]) == (1, 1)
    db.session.refresh(first)
    assert first.next_on == DUE_ON
    assert tick(at(DUE_ON, 8)) == {"asked": 1}


def test_while_it_pauses_nothing_comes_and_nothing_is_made_up_for(world: World) -> None:
    schedule = make_schedule(world, world.otto)
    pause_schedule(schedule, by=world.paula, now=NOW)
    db.session.commit()
    assert tick(at(NEXT, 9)) == {}

    day_after = NEXT + timedelta(days=1)
    resume_schedule(schedule, by=world.paula, now=at(day_after, 9), today=day_after)
    db.session.commit()

    assert tick(at(day_after, 9)) == {}
    assert schedule.next_on == date(2026, 10, 12)


def test_a_closed_programme_sends_nothing(world: World) -> None:
    make_schedule(world, world.otto)
    tick(at(DUE_ON, 7))
    make_it(deliveries()[0], now=at(DUE_ON, 7))
    world.programme.closed_on = DUE_ON
    db.session.commit()

    assert tick(at(DUE_ON, 8)) == {"left_out": 1}
    assert tick(at(NEXT, 9)) == {}
    assert mails("scheduled_report") == []


def test_a_dry_run_changes_nothing(world: World) -> None:
    make_schedule(world, world.otto)

    assert send_reports(at(DUE_ON, 7), ask_report, dry_run=True)["asked"] == 1
    assert deliveries() == []
    assert db.session.scalars(select(ReportSchedule.next_on)).one() == DUE_ON
