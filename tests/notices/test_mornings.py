"""When on the day: by the clock on the wall where the organisation is, whatever that clock does."""

from collections import Counter
from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.calendar_link import GOOD_FOR, CalendarLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.notices.job import queue_due_notices, write_mornings
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round
from tests.support.factories.commitment import make_published
from tests.support.people import World


@pytest.fixture
def commitment(world: World) -> Commitment:
    return make_published(world.alder, world.programme, held_by=world.cora, now=NOW)


def due_tomorrow(world: World, commitment: Commitment, today: date, zone: str) -> None:
    """Let the last reminder before the due date fall on `today`."""
    world.alder.time_zone = zone
    row = expect(commitment, open_round(world.programme, today + timedelta(days=1)))
    row.next_reminder_on = today
    db.session.commit()


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        (date(2027, 3, 28), "Europe/London"),  # 01:00 to 02:00 does not exist
        (date(2026, 10, 25), "Europe/London"),  # and here it comes twice
        (date(2026, 10, 4), "Australia/Lord_Howe"),  # half an hour forward
        (date(2027, 4, 4), "Australia/Lord_Howe"),  # half an hour back
        (date(2027, 2, 7), "Africa/Casablanca"),  # goes back for a month
        (date(2026, 12, 31), "Pacific/Kiritimati"),  # furthest ahead
        (date(2027, 1, 1), "Pacific/Pago_Pago"),  # furthest behind
        (date(2028, 2, 29), "Europe/London"),
        (date(2027, 9, 26), "Pacific/Auckland"),
        (date(2027, 4, 4), "Pacific/Auckland"),
        (date(2027, 3, 28), "Atlantic/Azores"),
        (date(2026, 10, 25), "Atlantic/Azores"),
    ],
)
def test_a_reminder_goes_out_once_on_its_local_day_and_at_seven(
    world: World, commitment: Commitment, day: date, zone: str
) -> None:
    due_tomorrow(world, commitment, day, zone)
    seven = at(day, 7, zone=zone)

    for half_hour in range(-24, 30):
        queue_due_notices(seven + timedelta(minutes=30 * half_hour))

    assert [mail.created_at for mail in mails()] == [seven]


def test_a_minute_before_seven_nobody_is_written_to(world: World, commitment: Commitment) -> None:
    due_tomorrow(world, commitment, date(2026, 7, 1), "Europe/London")

    queue_due_notices(at(date(2026, 7, 1), 6, 59))
    assert mails() == []
    queue_due_notices(at(date(2026, 7, 1), 7, 0))

    assert len(mails()) == 1


@pytest.mark.parametrize(
    "jump",
    [timedelta(hours=-1), timedelta(days=-1), timedelta(days=-400)],
)
def test_a_clock_that_is_put_back_writes_nothing_twice(
    world: World, commitment: Commitment, jump: timedelta
) -> None:
    due_tomorrow(world, commitment, date(2026, 7, 1), "Europe/London")
    moment = at(date(2026, 7, 1), 8)
    queue_due_notices(moment)

    for minutes in range(0, 120, 30):
        queue_due_notices(moment + jump + timedelta(minutes=minutes))
    queue_due_notices(moment + timedelta(hours=1))

    assert len(mails()) == 1


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=40), timedelta(days=3653)])
def test_a_clock_that_jumps_ahead_writes_the_latest_reminder_once(
    world: World, commitment: Commitment, jump: timedelta
) -> None:
    expect(commitment, open_round(world.programme, date(2026, 7, 1)))

    for minutes in range(3):
        queue_due_notices(at(date(2026, 7, 1), 8) + jump + timedelta(minutes=minutes))

    assert set(Counter(mail.recipient for mail in mails()).values()) == {1}


DAYS_WHEN_CLOCKS_CHANGE = [
    (date(2027, 3, 28), "Europe/London"),
    (date(2026, 10, 25), "Europe/London"),
    (date(2026, 10, 4), "Australia/Lord_Howe"),
    (date(2027, 4, 4), "Australia/Lord_Howe"),
    (date(2027, 2, 7), "Africa/Casablanca"),
    (date(2027, 3, 14), "Africa/Casablanca"),
    (date(2026, 12, 31), "Europe/London"),
    (date(2028, 2, 29), "Europe/London"),
    (date(2027, 9, 26), "Pacific/Auckland"),  # 02:00 to 03:00 does not exist
    (date(2027, 4, 4), "Pacific/Auckland"),  # and here it comes twice
    (date(2026, 12, 31), "Pacific/Auckland"),
    (date(2027, 1, 1), "Pacific/Auckland"),
    (date(2027, 3, 28), "Atlantic/Azores"),
    (date(2026, 10, 25), "Atlantic/Azores"),
    (date(2026, 12, 31), "Atlantic/Azores"),
    (date(2027, 1, 1), "Atlantic/Azores"),
]


@pytest.mark.parametrize(("day", "zone"), DAYS_WHEN_CLOCKS_CHANGE)
def test_what_has_gathered_goes_once_a_day_and_at_seven_where_the_organisation_is(
    world: World, commitment: Commitment, day: date, zone: str
) -> None:
    due_tomorrow(world, commitment, day, zone)
    seven = at(day, 7, zone=zone)

    hours = [-7.5, -6, -5.5, -4.5, -1, -1 / 60, 0, 1 / 60, 0.5, 1, 5, 11, 16, 17.5, 18.5, 23.5]
    moments = [seven + timedelta(hours=hour) for hour in hours]
    went = [moment for moment in moments if write_mornings(moment)["let_go"]]

    assert went == [seven]
    assert [mail.released_on for mail in mails()] == [day]


@pytest.mark.parametrize(
    "jump",
    [
        timedelta(hours=-1),
        timedelta(days=-1),
        timedelta(hours=1),
        timedelta(days=1),
        timedelta(days=365),
        timedelta(days=3653),
    ],
)
def test_a_clock_that_jumps_sends_no_second_mail_of_one_day_and_loses_none(
    world: World, commitment: Commitment, jump: timedelta
) -> None:
    due_tomorrow(world, commitment, date(2026, 7, 1), "Europe/London")
    moment = at(date(2026, 7, 1), 8)
    write_mornings(moment)

    for minutes in range(0, 120, 15):
        write_mornings(moment + jump + timedelta(minutes=minutes))
    write_mornings(moment + timedelta(hours=2))

    days = [(mail.recipient, mail.released_on) for mail in mails()]
    assert len(set(days)) == len(days)
    to_cora = [mail for mail in mails() if mail.recipient == world.cora.email]
    # The day before it is due, and after a jump beyond that the latest of what is overdue.
    assert len(to_cora) == (2 if jump >= timedelta(days=365) else 1)


@pytest.mark.parametrize(
    "due_on", [date(2026, 12, 31), date(2027, 3, 31), date(2028, 2, 29), date(2027, 1, 1)]
)
def test_at_the_ends_of_years_and_quarters_each_step_comes_once(
    world: World, commitment: Commitment, due_on: date
) -> None:
    expect(commitment, open_round(world.programme, due_on))

    for day in (-31, -30, -29, -8, -7, -6, -2, -1, 0, 1, 2, 6, 7, 8, 30):
        for hour in (6, 7, 12):
            write_mornings(at(due_on + timedelta(days=day), hour))

    steps = [((mail.created_at.date() - due_on).days, mail.recipient.split("@")[0]) for mail in mails()]
    to_cora = [step for step, who in steps if who == "cora.editor"]
    assert to_cora == [-30, -7, -1, 1, 7]
    assert [step for step, who in steps if who == "prue.approver"] == [7]


def test_an_address_that_has_run_out_does_not_work_again_when_the_clock_goes_back(world: World) -> None:
    link = CalendarLink.of(world.cora, "hash", now=NOW)

    assert link.is_good(NOW + GOOD_FOR - timedelta(seconds=1))
    assert not link.is_good(NOW + GOOD_FOR)
    # The day it ends stands in the row: no clock moves it.
    assert link.expires_at == NOW + GOOD_FOR
