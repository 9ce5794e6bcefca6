"""Mail that comes back: the address is remembered, and what it was to be reminded of goes to who is next."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from equity_tracker.adapters.mailer import AddressRefused, Mailer, Message, TryLater, Undeliverable
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import EmailState
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.refused_address import TRIED_AGAIN_AFTER, RefusedAddress
from equity_tracker.notices.job import PostOffice, queue_due_notices, sweep_outbox, write_mornings
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round, titles, written
from tests.support.factories.commitment import make_published
from tests.support.people import World

DUE = date(2026, 9, 30)
FIRST, SECOND = at(DUE - timedelta(days=30)), at(DUE - timedelta(days=7))
BEFORE, OVERDUE = "reminder_before_due", "reminder_overdue"
CORA, PRUE, ADA = "cora.editor@example.org", "prue.approver@example.org", "ada.admin@example.org"


class Refuses(Mailer):
    """Takes nothing for some addresses."""

    def __init__(self, *addresses: str, error: Exception | None = None) -> None:
        self.addresses = addresses
        self.error = error or AddressRefused("550 no such person")

    def send(self, message: Message) -> None:
        if message.recipient in self.addresses:
            raise self.error


def post(mailer: Mailer, now: object) -> None:
    here = post_office()
    office = PostOffice(mailer, "register@example.org", "Equity Tracker", here.render, here.choices)
    sweep_outbox(now, office)  # type: ignore[arg-type]


def refused() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(RefusedAddress).order_by(RefusedAddress.address))
    return [(row.address, row.reason) for row in rows]


@pytest.fixture
def commitment(world: World) -> Commitment:
    """A commitment of which a check-in is due, owned by Cora, with Prue as her deputy."""
    made = make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title="Living wage")
    for role, person in ((OwnerRole.OWNER, world.cora), (OwnerRole.DEPUTY, world.prue)):
        made.name_owner(role, "Director", person.name, person=person, today=NOW.date())
    expect(made, open_round(world.programme, DUE))
    return made


def test_a_reminder_that_comes_back_goes_to_the_deputy_and_then_to_the_admin_and_the_mailbox(
    world: World, commitment: Commitment
) -> None:
    world.alder.mailbox = "office@alder.example"
    db.session.commit()
    chain = [CORA, PRUE, ADA, "office@alder.example"]

    for number in range(5):
        write_mornings(FIRST + timedelta(minutes=5 * number))
        post(Refuses(*chain[:3]), FIRST + timedelta(minutes=5 * number))

    assert written() == [(BEFORE, address) for address in chain]
    assert [mail.state.value for mail in mails()] == ["failed", "failed", "failed", "sent"]
    assert [address for address, _ in refused()] == sorted(chain[:3])
    assert titles(mails()[2]) == ["Living wage"]


def test_at_the_next_step_it_goes_straight_to_who_can_be_reached(
    world: World, commitment: Commitment
) -> None:
    write_mornings(FIRST)
    post(Refuses(CORA), FIRST)
    queue_due_notices(SECOND)

    assert written() == [(BEFORE, CORA), (BEFORE, PRUE), (BEFORE, PRUE)]


def test_who_had_the_same_that_morning_is_not_told_twice(world: World, commitment: Commitment) -> None:
    week_late = at(DUE + timedelta(days=7))
    write_mornings(week_late)
    assert sorted(written()) == [(OVERDUE, CORA), (OVERDUE, PRUE)]

    post(Refuses(CORA), week_late)
    write_mornings(week_late + timedelta(minutes=5))

    assert sorted(written()) == [(OVERDUE, CORA), (OVERDUE, PRUE)]


def test_what_was_in_a_mail_with_others_goes_to_who_is_next_as_well(
    world: World, commitment: Commitment
) -> None:
    late = open_round(world.programme, FIRST.date() - timedelta(days=1), number=2)
    other = make_published(world.alder, world.programme, held_by=world.cora, now=NOW, title="Late one")
    expect(other, late)
    write_mornings(FIRST)
    assert [mail.name for mail in mails()] == [BEFORE, OVERDUE, "gathered"] or mails()[2].name == "gathered"

    post(Refuses(CORA), FIRST)

    fallen_back = [(mail.recipient, titles(mail)) for mail in mails()[3:]]
    assert sorted(fallen_back) == [(ADA, ["Late one"]), (PRUE, ["Living wage"])]


def test_what_has_been_reported_meanwhile_is_passed_on_to_nobody(
    world: World, commitment: Commitment
) -> None:
    write_mornings(FIRST)
    commitment.expected_check_ins[0].reported_on = FIRST.date()
    db.session.commit()

    post(Refuses(CORA), FIRST)

    assert len(mails()) == 1


def test_a_message_that_is_taken_clears_the_address(world: World, commitment: Commitment) -> None:
    write_mornings(FIRST)
    post(Refuses(CORA), FIRST)
    assert refused() == [(CORA, "550 no such person")]
    failed = mails()[0]
    failed.state, failed.due_at = EmailState.WAITING, FIRST
    db.session.commit()

    post(Refuses(), FIRST)

    assert refused() == []


def test_after_a_month_an_address_is_tried_again(world: World, commitment: Commitment) -> None:
    db.session.add(
        RefusedAddress(address=CORA, refused_at=FIRST - TRIED_AGAIN_AFTER, reason="550 mailbox full")
    )
    db.session.commit()

    queue_due_notices(FIRST)

    assert written() == [(BEFORE, CORA)]


@pytest.mark.parametrize("error", [TryLater("451 greylisted"), Undeliverable("554 spam")])
def test_what_is_not_about_the_address_says_nothing_of_the_address(
    world: World, commitment: Commitment, error: Exception
) -> None:
    write_mornings(FIRST)

    post(Refuses(CORA, error=error), FIRST)

    assert refused() == []
    assert len(mails()) == 1
