from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import ProgrammeMembership
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from equity_tracker.notices.job import queue_weekly_notices
from equity_tracker.web.email_pages import render_email
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round, written
from tests.support.factories.commitment import make_published
from tests.support.people import World, make_colleague

# A Friday, so that ten days later is a Monday, still within the two weeks of grace.
DUE = date(2026, 9, 25)
MONDAY = DUE + timedelta(days=10)
PAULA = "paula.coordinator@example.org"
WEEKLY = "coordinator_weekly"


@pytest.fixture
def commitment(world: World) -> Commitment:
    return make_published(world.alder, world.programme, now=NOW, title="Living wage")


@pytest.fixture
def row(world: World, commitment: Commitment) -> ExpectedCheckIn:
    return expect(commitment, open_round(world.programme, DUE))


def test_the_coordinator_hears_on_monday_of_what_is_awaited(world: World, row: ExpectedCheckIn) -> None:
    queue_weekly_notices(at(MONDAY, 7))

    assert written() == [(WEEKLY, PAULA)]
    context = mails()[0].context
    assert (context["overdue"], context["not_reported"]) == (1, 0)
    [organisation] = context["organisations"]
    assert organisation["name"] == "Alder Trust"
    assert [entry["title"] for entry in organisation["check_ins"]] == ["Living wage"]
    assert mails()[0].programme_id == world.programme.id


def test_it_is_one_mail_a_week_however_often_the_clock_looks(row: ExpectedCheckIn) -> None:
    for day in range(14):
        for hour in (6, 7, 23):
            queue_weekly_notices(at(MONDAY + timedelta(days=day), hour))

    assert [mail.created_at for mail in mails()] == [at(MONDAY, 7), at(MONDAY + timedelta(days=7), 7)]


def test_a_clock_that_stood_still_on_monday_tells_later_that_week(row: ExpectedCheckIn) -> None:
    queue_weekly_notices(at(MONDAY + timedelta(days=3), 15))
    queue_weekly_notices(at(MONDAY + timedelta(days=4), 7))

    assert written() == [(WEEKLY, PAULA)]


def test_a_week_that_began_with_nothing_to_tell_stays_without_a_mail(row: ExpectedCheckIn) -> None:
    for day in range(-3, 0):
        queue_weekly_notices(at(MONDAY + timedelta(days=day), 12))

    assert mails() == []


def test_after_the_days_of_grace_it_is_counted_as_not_reported(row: ExpectedCheckIn) -> None:
    queue_weekly_notices(at(MONDAY + timedelta(days=7), 7))

    assert (mails()[0].context["overdue"], mails()[0].context["not_reported"]) == (0, 1)


def test_organisations_stand_in_alphabetical_order(world: World, row: ExpectedCheckIn) -> None:
    earlier = open_round(world.programme, DUE - timedelta(days=9), number=2)
    expect(make_published(world.birch, world.programme, now=NOW, title="Longer awaited"), earlier)

    queue_weekly_notices(at(MONDAY, 7))

    assert [entry["name"] for entry in mails()[0].context["organisations"]] == [
        "Alder Trust",
        "Birch College",
    ]


def test_every_coordinator_gets_their_own_and_observers_none(world: World, row: ExpectedCheckIn) -> None:
    make_colleague("Pia Second", world.programme, ProgrammeRole.COORDINATOR, NOW)
    gone = make_colleague("Gus Gone", world.programme, ProgrammeRole.COORDINATOR, NOW)
    out = make_colleague("Sam Suspended", world.programme, ProgrammeRole.COORDINATOR, NOW)
    db.session.flush()
    gone.programme_memberships[0].ended_at = NOW
    out.suspended_at = NOW
    db.session.commit()

    queue_weekly_notices(at(MONDAY, 7))

    assert sorted(written()) == [(WEEKLY, PAULA), (WEEKLY, "pia.second@example.org")]


def test_monday_begins_where_the_coordinator_is(world: World, row: ExpectedCheckIn) -> None:
    world.paula.time_zone = "Pacific/Auckland"
    db.session.commit()

    queue_weekly_notices(at(MONDAY, 6, 59, zone="Pacific/Auckland"))
    assert mails() == []
    queue_weekly_notices(at(MONDAY, 7, zone="Pacific/Auckland"))

    assert written() == [(WEEKLY, PAULA)]


def test_a_week_that_spans_two_years_is_one_week(world: World, commitment: Commitment) -> None:
    expect(commitment, open_round(world.programme, date(2026, 12, 14)))

    queue_weekly_notices(at(date(2026, 12, 28), 7))
    queue_weekly_notices(at(date(2027, 1, 1), 7))

    assert written() == [(WEEKLY, PAULA)]
    assert mails()[0].key.endswith("2026-W53")


@pytest.mark.parametrize("reason", ["reported", "round closed", "programme closed", "commitment closed"])
def test_nothing_is_said_of_what_is_no_longer_awaited(
    world: World, row: ExpectedCheckIn, commitment: Commitment, reason: str
) -> None:
    if reason == "reported":
        row.reported_on = MONDAY
    elif reason == "round closed":
        row.round.state = RoundState.CLOSED
    elif reason == "programme closed":
        world.programme.closed_on = MONDAY
    else:
        commitment.close("withdrawn", "The service has ended.", today=MONDAY)
    db.session.commit()

    queue_weekly_notices(at(MONDAY, 7))

    assert mails() == []


def test_other_programmes_are_not_told(world: World, row: ExpectedCheckIn) -> None:
    other = db.session.get_one(ProgrammeMembership, world.other_paula.programme_memberships[0].id)

    queue_weekly_notices(at(MONDAY, 7))

    assert other.user.email not in {mail.recipient for mail in mails()}


def test_a_dry_run_writes_nothing(row: ExpectedCheckIn) -> None:
    assert queue_weekly_notices(at(MONDAY, 7), dry_run=True)["mails"] == 1
    assert mails() == []


def test_it_leads_to_the_list_of_all_that_has_not_come(world: World, row: ExpectedCheckIn) -> None:
    queue_weekly_notices(at(MONDAY, 7))

    _, text, html = render_email(WEEKLY, mails()[0].context)

    address = f"/p/{world.programme.slug}/not-reported"
    assert f"{address}\n" in text
    assert f'{address}"' in html
