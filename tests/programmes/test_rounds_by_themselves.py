"""Rounds that open and close by themselves: in the morning where the programme is, and once."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.programmes.job import open_and_close_rounds
from tests.conftest import NOW
from tests.notices.rounds import at
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.people import World

# The clocks go forward in London on 28 March 2027 and back on 31 October 2027.
DAYS = {
    "spring": date(2027, 3, 28),
    "autumn": date(2027, 10, 31),
    "new year": date(2027, 1, 1),
    "leap day": date(2028, 2, 29),
}


@pytest.fixture
def world_with_a_promise(world: World) -> World:
    make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return world


def plan(world: World, opens_on: date, *, opens: bool = True, closes: bool = True, number: int = 1) -> Round:
    round_ = make_round(world.programme, number=number, due_on=opens_on + timedelta(days=20))
    round_.opens_on = opens_on
    round_.opens_by_itself, round_.closes_by_itself = opens, closes
    db.session.commit()
    return round_


def state(round_: Round) -> RoundState:
    db.session.expire_all()
    return round_.state


def lines(kind: str) -> list[Activity]:
    return list(db.session.scalars(select(Activity).where(Activity.kind == kind)))


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())
@pytest.mark.parametrize(
    "zone", ["Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati"]
)
def test_it_opens_at_seven_on_its_day_where_the_programme_is(
    world_with_a_promise: World, day: date, zone: str
) -> None:
    world_with_a_promise.institute.time_zone = zone
    round_ = plan(world_with_a_promise, day)

    for early in (at(day - timedelta(days=1), 23, 59, zone), at(day, 6, 59, zone)):
        assert open_and_close_rounds(early)["opened"] == 0
        assert state(round_) is RoundState.PLANNED
    assert open_and_close_rounds(at(day, 7, 0, zone))["opened"] == 1
    assert state(round_) is RoundState.OPEN


def test_it_closes_on_the_morning_after_its_last_day(world_with_a_promise: World) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1))
    open_and_close_rounds(at(round_.opens_on, 8))
    last = round_.closes_on

    assert open_and_close_rounds(at(last, 23))["closed"] == 0
    assert open_and_close_rounds(at(last + timedelta(days=1), 6, 59))["closed"] == 0
    assert open_and_close_rounds(at(last + timedelta(days=1), 7))["closed"] == 1
    assert state(round_) is RoundState.CLOSED
    assert len(db.session.scalars(select(RoundSnapshot)).all()) == 1


def test_it_is_done_once_however_often_the_clock_comes_by(world_with_a_promise: World) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1))

    for moment in (at(round_.opens_on, 7), at(round_.opens_on, 7), at(round_.opens_on, 7, 10)):
        open_and_close_rounds(moment)

    expected = select(ExpectedCheckIn).where(ExpectedCheckIn.programme_id == round_.programme_id)
    assert len(db.session.scalars(expected).all()) == 1
    [line] = lines("round_opened")
    assert line.actor_id is None
    [mail] = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "round_opened")).all()
    assert mail.context["by"] is None


def test_a_clock_that_jumps_a_day_and_back_opens_it_once(world_with_a_promise: World) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1))

    for moment in (at(date(2026, 5, 2), 9), at(date(2026, 4, 30), 9), at(date(2026, 5, 1), 9)):
        open_and_close_rounds(moment)

    assert state(round_) is RoundState.OPEN
    assert len(lines("round_opened")) == 1


@pytest.mark.parametrize("years", [0, 10])
def test_what_is_not_asked_for_stays_a_coordinators_act(world_with_a_promise: World, years: int) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1), opens=False, closes=False)

    assert open_and_close_rounds(at(date(2026 + years, 5, 1), 9))["opened"] == 0
    assert state(round_) is RoundState.PLANNED


def test_one_whose_due_date_passed_meanwhile_waits_for_a_person(world_with_a_promise: World) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1))

    counts = open_and_close_rounds(at(date(2036, 5, 1), 9))

    assert (counts["opened"], counts["refused"], counts["failed"]) == (0, 1, 0)
    assert state(round_) is RoundState.PLANNED


def test_nothing_moves_in_a_closed_programme(world_with_a_promise: World) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1))
    world_with_a_promise.programme.close("It is done.", today=NOW.date())
    db.session.commit()

    assert open_and_close_rounds(at(date(2026, 5, 2), 9)) == {
        "opened": 0,
        "closed": 0,
        "refused": 0,
        "failed": 0,
    }
    assert state(round_) is RoundState.PLANNED


def test_a_dry_run_says_what_it_would_do_and_does_nothing(world_with_a_promise: World) -> None:
    round_ = plan(world_with_a_promise, date(2026, 5, 1))
    moment: datetime = at(date(2026, 5, 1), 9)

    assert open_and_close_rounds(moment, dry_run=True)["opened"] == 1
    assert state(round_) is RoundState.PLANNED


def test_one_that_cannot_be_moved_holds_up_no_other(world_with_a_promise: World) -> None:
    late = plan(world_with_a_promise, date(2026, 4, 1))
    late.due_on = late.grace_until = date(2026, 4, 2)
    other = plan(world_with_a_promise, date(2026, 5, 1), number=2)

    counts = open_and_close_rounds(at(date(2026, 5, 1), 9))

    assert (counts["opened"], counts["refused"]) == (1, 1)
    assert (state(late), state(other)) == (RoundState.PLANNED, RoundState.OPEN)
