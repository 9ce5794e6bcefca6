"""Whom a reminder goes to when posts are held by people with accounts."""

from datetime import date

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.notices.job import queue_due_notices
from tests.conftest import NOW
from tests.notices.rounds import at, expect, open_round, worked_on, written
from tests.support.factories.commitment import make_published
from tests.support.people import World

DUE = date(2026, 9, 30)
BEFORE = "reminder_before_due"


@pytest.fixture
def commitment(world: World) -> Commitment:
    """A commitment on which Cora worked last, and of which a check-in is due."""
    made = make_published(world.alder, world.programme, now=NOW)
    worked_on(made, world.cora, NOW)
    expect(made, open_round(world.programme, DUE))
    return made


def name(commitment: Commitment, role: OwnerRole, person: User) -> None:
    commitment.name_owner(role, "Director", person.name, person=person, today=NOW.date())
    db.session.commit()


def reminded() -> list[str]:
    queue_due_notices(at(DUE.replace(day=23)))
    return sorted(address for _, address in written())


def test_the_owner_is_reminded_and_not_who_worked_on_it_last(commitment: Commitment, world: World) -> None:
    name(commitment, OwnerRole.OWNER, world.prue)

    assert reminded() == ["prue.approver@example.org"]


def test_the_deputy_is_reminded_when_the_owner_has_left(commitment: Commitment, world: World) -> None:
    name(commitment, OwnerRole.OWNER, world.prue)
    name(commitment, OwnerRole.DEPUTY, world.ada)
    owner = commitment.owner(OwnerRole.OWNER)
    assert owner is not None
    owner.leave(NOW.date())
    db.session.commit()

    assert reminded() == ["ada.admin@example.org"]


def test_an_owner_who_wants_no_reminders_is_passed_over(commitment: Commitment, world: World) -> None:
    name(commitment, OwnerRole.OWNER, world.prue)
    world.prue.wants_reminders = False
    db.session.commit()

    assert reminded() == ["cora.editor@example.org"]


def test_an_owner_who_may_not_check_in_is_passed_over(commitment: Commitment, world: World) -> None:
    name(commitment, OwnerRole.OWNER, world.vic)

    assert reminded() == ["cora.editor@example.org"]
