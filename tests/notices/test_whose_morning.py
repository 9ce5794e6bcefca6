"""Whose clock decides when it is morning: the organisation's, unless the reader chose one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.round import Round
from equity_tracker.notices.job import write_mornings
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

# A Tuesday; in Auckland it is twelve hours ahead of London, in the Azores one behind.
DAY = date(2026, 9, 1)
AUCKLAND, AZORES, LONDON = "Pacific/Auckland", "Atlantic/Azores", "Europe/London"


@pytest.fixture
def round_(world: World) -> Round:
    return open_round(world.programme, DAY + timedelta(days=1))


def due_soon(organisation: Organisation, round_: Round, zone: str) -> None:
    """Let the last reminder of a check-in of the organisation fall on the day."""
    organisation.time_zone = zone
    made = make_published(organisation, round_.programme, now=NOW, title=f"Of {organisation.name}")
    expect(made, round_).next_reminder_on = DAY
    db.session.commit()


def joins(world: World, organisation: Organisation) -> None:
    """Let Ada, the admin of Alder, be an admin there as well from now on."""
    db.session.add(
        Membership(user=world.ada, organisation=organisation, role=OrganisationRole.ADMIN, created_at=NOW)
    )
    db.session.commit()


def arrivals(address: str) -> list[str]:
    """Let a night and a day of clocks pass; return when each mail to the address went, in UTC."""
    went: list[str] = []
    start = at(DAY, 0, zone=AUCKLAND)
    for hour in range(40):
        moment = start + timedelta(hours=hour)
        known = {mail.id for mail in mails() if mail.released_on}
        write_mornings(moment)
        released = [mail for mail in mails() if mail.released_on and mail.id not in known]
        went += [f"{moment:%d %H:%M}" for mail in released if mail.recipient == address]
    return went


@pytest.mark.parametrize(
    ("zone", "expected"), [(AUCKLAND, "31 19:00"), (LONDON, "01 06:00"), (AZORES, "01 07:00")]
)
def test_mail_comes_at_seven_where_the_organisation_is(
    world: World, round_: Round, zone: str, expected: str
) -> None:
    due_soon(world.alder, round_, zone)

    assert arrivals(world.ada.email) == [expected]


def test_whoever_chose_a_time_zone_gets_it_at_seven_there(world: World, round_: Round) -> None:
    world.ada.time_zone = "America/New_York"
    due_soon(world.alder, round_, AZORES)

    assert arrivals(world.ada.email) == ["01 11:00"]


def test_to_a_mailbox_it_comes_at_seven_where_the_organisation_is(world: World, round_: Round) -> None:
    for member in (world.ada, world.cora, world.prue):
        member.wants_reminders = False
    world.alder.mailbox = "office@alder.example"
    due_soon(world.alder, round_, AUCKLAND)

    assert arrivals("office@alder.example") == ["31 19:00"]


@pytest.mark.parametrize(("first", "second"), [(AUCKLAND, AUCKLAND), (AZORES, LONDON), (LONDON, LONDON)])
def test_who_is_in_two_organisations_has_one_morning_where_the_first_one_is(
    world: World, round_: Round, first: str, second: str
) -> None:
    joins(world, world.birch)
    due_soon(world.alder, round_, first)
    due_soon(world.birch, round_, second)

    assert arrivals(world.ada.email) == [f"{at(DAY, 7, zone=first):%d %H:%M}"]
    assert [len(mail.context["parts"]) for mail in mails() if mail.name == "gathered"] == [2]


def test_the_first_organisation_is_the_first_of_those_not_left(world: World, round_: Round) -> None:
    joins(world, world.birch)
    world.alder.time_zone = AUCKLAND
    next(row for row in world.ada.memberships if row.organisation is world.alder).ended_at = NOW
    due_soon(world.birch, round_, AZORES)

    assert arrivals(world.ada.email) == ["01 07:00"]


def test_staff_have_their_morning_where_the_coordinating_body_is(world: World) -> None:
    world.institute.time_zone = AUCKLAND
    made = make_published(world.alder, world.programme, now=NOW)
    expect(made, open_round(world.programme, DAY - timedelta(days=16), number=2)).next_reminder_on = None
    db.session.commit()

    # The Monday is over: the mail of its week is written at the first chance, and goes out in the morning.
    assert arrivals(world.paula.email) == ["31 19:00"]


def test_an_organisation_sets_its_time_zone_among_its_settings(
    as_: Callable[[User | None], CheckingClient], world: World, round_: Round
) -> None:
    page = as_(world.ada).get("organisations.edit_organisation", organisation="alder-trust")
    page.form("Save the settings").fill(time_zone=AUCKLAND).submit()
    due_soon(world.alder, round_, world.alder.time_zone)

    assert arrivals(world.ada.email) == ["31 19:00"]
