"""What the tests of the Monday lists share: commitments that owe check-ins, and what was sent."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.programme import make_round
from tests.support.people import World

TODAY = NOW.date()
As = Callable[[User | None], CheckingClient]
Promise = Callable[..., Commitment]
Owe = Callable[..., ExpectedCheckIn]
Report = Callable[..., CheckIn]


@pytest.fixture
def promise(world: World) -> Promise:
    """Publish a commitment of Alder, or of the organisation named."""

    def published(title: str = "Fair pay", *, of: Organisation | None = None, **fields: Any) -> Commitment:
        at = fields.pop("at", NOW - timedelta(days=200))
        commitment = make_published(of or world.alder, world.programme, now=at, title=title, **fields)
        db.session.commit()
        return commitment

    return published


@pytest.fixture
def owe(world: World) -> Owe:
    """Ask for a check-in by a day; one round for each day."""
    rounds: dict[date, Round] = {}

    def owed(commitment: Commitment, due_on: date, state: RoundState = RoundState.OPEN) -> ExpectedCheckIn:
        if due_on not in rounds:
            rounds[due_on] = make_round(world.programme, number=len(rounds) + 1, due_on=due_on, state=state)
        row = commitment.expect_check_in(rounds[due_on])
        row.is_missed = state is RoundState.CLOSED
        db.session.add(row)
        db.session.flush()
        refresh_register_entry(commitment, now=NOW)
        db.session.commit()
        return row

    return owed


@pytest.fixture
def report(world: World) -> Report:
    """Check in on a commitment as Cora."""

    def sent(commitment: Commitment, *, at: datetime = NOW, **changes: Any) -> CheckIn:
        check_in = record_check_in(
            commitment, answers(**changes), seen=None, by=world.cora, now=at, today=at.date()
        )
        db.session.commit()
        return check_in

    return sent


def mails() -> Sequence[OutgoingEmail]:
    return db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


def days(number: int) -> date:
    """Return the day that many days after today; before, when negative."""
    return TODAY + timedelta(days=number)
