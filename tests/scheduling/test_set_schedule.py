"""Coordinators set when a report comes and to whom; observers read it; the log keeps what was done."""

from datetime import date
from typing import Any

from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.report import Edition
from equity_tracker.model.report_schedule import MOST_RECIPIENTS, ReportLink, ReportSchedule
from tests.scheduling.conftest import BOARD, DUE_ON, As, at, delivered, deliveries, make_schedule, tick
from tests.support.people import World

SECOND = "somebody@elsewhere.example.org"


def only_schedule() -> ReportSchedule:
    db.session.expire_all()
    return db.session.scalars(select(ReportSchedule)).one()


def log() -> list[str]:
    kinds = select(Activity.kind).where(Activity.subject_kind == "report_schedule").order_by(Activity.id)
    return list(db.session.scalars(kinds))


def test_a_coordinator_sets_the_second_monday_of_each_quarter(as_: As, world: World) -> None:
    page = as_(world.paula).get("scheduling.list_schedules", programme=world.programme.slug)
    assert "No report comes by itself yet" in page.text

    form = page.link("Let a report come by itself").follow().form("Save")
    page = form.fill(
        every="quarter",
        falls_on="2-0",
        edition="internal",
        colleagues=[world.otto.public_id],
        others=f"{BOARD}\n\n{SECOND.upper()}\n{SECOND}",
    ).submit()

    assert page.heading == "Programme report, on the second Monday of each quarter"
    for day in ("Monday 13 April 2026", "Monday 13 July 2026", "Monday 12 October 2026"):
        assert day in page.text
    schedule = only_schedule()
    assert (schedule.next_on, schedule.edition) == (DUE_ON, Edition.INTERNAL)
    assert [row.email for row in schedule.recipients] == [world.otto.email, BOARD, SECOND]
    assert log() == ["report_scheduled"]
    home = as_(world.paula).get("programmes.show_home", programme=world.programme.slug)
    assert "set Programme report, on the second Monday of each quarter to come by itself" in home.text


def test_what_cannot_be_sent_is_shown_with_what_was_typed(as_: As, world: World) -> None:
    page = as_(world.paula).get("scheduling.add_schedule", programme=world.programme.slug)

    nobody = page.form("Save").fill(every="month", falls_on="day-1").submit(expected=422)
    assert "Choose at least one person, or enter an address." in nobody.text
    wrong = (
        page.form("Save")
        .fill(every="month", falls_on="day-1", others="chair at example")
        .submit(expected=422)
    )
    assert "“chair at example” is no e-mail address" in wrong.text
    many = "\n".join(f"somebody{number}@example.org" for number in range(MOST_RECIPIENTS + 1))
    page = page.form("Save").fill(every="month", falls_on="day-1", others=many).submit(expected=422)
    assert f"A report can go to {MOST_RECIPIENTS} people" in page.text
    assert db.session.scalar(select(ReportSchedule.id)) is None


def test_an_observer_reads_when_it_comes_but_no_address(as_: As, world: World) -> None:
    schedule = make_schedule(world, world.paula, addresses=(BOARD,))
    here: dict[str, Any] = {"programme": world.programme.slug, "schedule": schedule.public_id}

    page = as_(world.otto).get("scheduling.show_schedule", **here)

    assert "Somebody without an account" in page.text
    assert BOARD not in page.text
    assert "Let it pause" not in page.text
    as_(world.otto).get("scheduling.edit_schedule", expected=403, **here)
    assert BOARD in as_(world.paula).get("scheduling.show_schedule", **here).text


def test_changing_the_day_moves_what_comes_next(as_: As, world: World) -> None:
    schedule = make_schedule(world, world.otto)
    here: dict[str, Any] = {"programme": world.programme.slug, "schedule": schedule.public_id}

    page = as_(world.paula).get("scheduling.edit_schedule", **here)
    page.form("Save").fill(every="half_year", falls_on="-1-4").submit()

    schedule = only_schedule()
    assert (schedule.next_on, [row.email for row in schedule.recipients]) == (
        date(2026, 6, 26),
        [world.otto.email],
    )
    assert log()[-1] == "report_schedule_changed"


def test_who_is_taken_off_can_open_nothing_more_and_who_stays_can(
    as_: As, world: World, storage: Storage
) -> None:
    delivered(world, storage, addresses=(BOARD, SECOND))
    schedule = only_schedule()
    page = as_(world.paula).get(
        "scheduling.edit_schedule", programme=world.programme.slug, schedule=schedule.public_id
    )

    page.form("Save").fill(others=SECOND).submit()

    db.session.expire_all()
    assert [link.recipient.email for link in db.session.scalars(select(ReportLink))] == [SECOND]


def test_what_a_colleague_changed_meanwhile_is_shown_beside(as_: As, world: World) -> None:
    schedule = make_schedule(world, world.otto)
    here: dict[str, Any] = {"programme": world.programme.slug, "schedule": schedule.public_id}
    mine = as_(world.paula).get("scheduling.edit_schedule", **here).form("Save")
    theirs = as_(world.paula).get("scheduling.edit_schedule", **here).form("Save")
    theirs.fill(every="year").submit()

    page = mine.fill(every="month").submit(expected=409)
    assert only_schedule().every.value == "year"
    page.form("Replace theirs with mine").submit()
    assert only_schedule().every.value == "month"


def test_it_pauses_goes_on_and_ends(as_: As, world: World, storage: Storage) -> None:
    delivered(world, storage, world.otto, addresses=(BOARD,))
    schedule = only_schedule()
    page = as_(world.paula).get(
        "scheduling.show_schedule", programme=world.programme.slug, schedule=schedule.public_id
    )

    page = page.form("Let it pause").submit()
    assert only_schedule().next_on is None
    page = page.form("Let it go on").submit()
    assert only_schedule().next_on == DUE_ON
    page = page.link("End this schedule").follow().form("End this schedule").submit()

    assert "No report comes by itself yet" in page.text
    assert deliveries() == []
    assert db.session.scalar(select(ReportLink.id)) is None
    assert log() == [f"report_{what}" for what in (
        "scheduled", "schedule_paused", "schedule_resumed", "schedule_removed",
    )]  # fmt: skip


def test_what_became_of_the_last_ones_is_shown(as_: As, world: World, storage: Storage) -> None:
    delivery = delivered(world, storage, world.otto)
    schedule = only_schedule()
    tick(at(schedule.next_on or DUE_ON, 9))

    page = as_(world.otto).get(
        "scheduling.show_schedule", programme=world.programme.slug, schedule=schedule.public_id
    )

    table = page.table("What came of it, newest first")
    assert [row[0] for row in table] == ["13 July 2026", "13 April 2026"]
    assert table[0][1] == "Being made"
    assert table[1][1].endswith("1 mail")
    page.link("Made : the report as at 13 April 2026").follow()
    assert delivery.told == 1


def test_a_schedule_of_another_programme_is_not_there(as_: As, world: World) -> None:
    schedule = make_schedule(world, world.otto)

    as_(world.other_paula).get(
        "scheduling.show_schedule",
        programme=world.other_programme.slug,
        schedule=schedule.public_id,
        expected=404,
    )
