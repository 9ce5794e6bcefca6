"""Whom a reminder goes to when posts are held by people with accounts."""

from datetime import date

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.notices.job import queue_due_notices
from tests.conftest import NOW
from tests.notices.rounds import at, expect, open_round, written
from tests.support.factories.commitment import make_published
from tests.support.people import World, make_member

DUE = date(2026, 9, 30)


@pytest.fixture
def commitment(world: World) -> Commitment:
    """A commitment of which a check-in is due, and whose owner has no account."""
    made = make_published(world.alder, world.programme, now=NOW)
    expect(made, open_round(world.programme, DUE))
    return made


def name(commitment: Commitment, role: OwnerRole, person: User) -> None:
    commitment.name_owner(role, "Director", person.name, person=person, today=NOW.date())
    db.session.commit()


def worked_on(commitment: Commitment, by: User) -> None:
    db.session.add(
        Activity(
            kind=ActivityKind.COMMITMENT_EDITED,
            at=NOW,
            actor=by,
            organisation_id=commitment.organisation_id,
            programme_id=commitment.programme_id,
            subject_kind="commitment",
            subject_id=commitment.public_id,
            subject_name=commitment.display_title,
        )
    )


def leave(commitment: Commitment, role: OwnerRole) -> None:
    post = commitment.owner(role)
    assert post is not None
    post.leave(NOW.date())
    db.session.commit()


def reminded() -> list[str]:
    queue_due_notices(at(DUE.replace(day=23)))
    return sorted(address.split("@")[0] for _, address in written())


def test_a_held_commitment_reminds_its_owner_alone(commitment: Commitment, world: World) -> None:
    name(commitment, OwnerRole.OWNER, world.prue)
    name(commitment, OwnerRole.DEPUTY, world.cora)

    assert reminded() == ["prue.approver"]


@pytest.mark.parametrize("why", ["left", "wants none", "suspended", "may not check in"])
def test_when_the_owner_cannot_be_reminded_the_deputy_is(
    commitment: Commitment, world: World, why: str
) -> None:
    name(commitment, OwnerRole.OWNER, world.vic if why == "may not check in" else world.prue)
    name(commitment, OwnerRole.DEPUTY, world.cora)
    if why == "left":
        leave(commitment, OwnerRole.OWNER)
    world.prue.wants_reminders = why != "wants none"
    world.prue.suspended_at = NOW if why == "suspended" else None
    db.session.commit()

    assert reminded() == ["cora.editor"]


def test_after_the_deputy_come_all_admins_and_never_who_edited_it(
    commitment: Commitment, world: World
) -> None:
    make_member("Nia Second", world.alder, OrganisationRole.ADMIN, NOW)
    worked_on(commitment, world.cora)
    name(commitment, OwnerRole.OWNER, world.prue)
    name(commitment, OwnerRole.DEPUTY, world.cora)
    leave(commitment, OwnerRole.OWNER)
    leave(commitment, OwnerRole.DEPUTY)

    assert reminded() == ["ada.admin", "nia.second"]


@pytest.mark.parametrize(("mailbox", "told"), [("office@alder.example", ["office"]), (None, [])])
def test_without_an_admin_who_reads_the_mailbox_is_left_though_there_are_editors(
    commitment: Commitment, world: World, mailbox: str | None, told: list[str]
) -> None:
    world.ada.wants_reminders = False
    world.alder.mailbox = mailbox
    db.session.commit()

    assert reminded() == told
