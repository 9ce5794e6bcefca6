"""What the tests of a programme's workspace share: things submitted to it, the outbox, the log."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.commitments.actions.drafts import submit_commitment
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.base import Base
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.register import RegisterEntry
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_commitment
from tests.support.factories.programme import make_participation, make_programme
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Open = Callable[..., Page]
Address = Callable[..., dict[str, Any]]
Submit = Callable[..., Commitment]
Report = Callable[..., CheckIn]
Mails = Callable[[], Sequence[OutgoingEmail]]
Log = Callable[[], list[str]]


@pytest.fixture
def approving(world: World) -> Programme:
    """The programme, where nothing is published before it is approved."""
    world.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()
    return world.programme


@pytest.fixture
def submit(world: World) -> Submit:
    """Submit a commitment of Alder as Cora."""

    def submitted(*, at: datetime = NOW, **fields: Any) -> Commitment:
        organisation = fields.pop("organisation", world.alder)
        programme = fields.pop("programme", world.programme)
        by = fields.pop("by", world.cora)
        commitment = make_commitment(organisation, programme, now=at, **fields)
        submit_commitment(
            commitment,
            as_statement_of_intent=False,
            version=commitment.version,
            by=by,
            now=at,
            today=at.date(),
        )
        db.session.commit()
        return commitment

    return submitted


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


@pytest.fixture
def mails(isolated: None) -> Mails:
    """Return what reads the outbox, the first written first."""
    return lambda: db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


@pytest.fixture
def log(world: World) -> Log:
    """Return what reads the kinds of the lines in the programme's log, the first written first."""
    return lambda: list(
        db.session.scalars(
            select(Activity.kind).where(Activity.programme_id == world.programme.id).order_by(Activity.id)
        )
    )


def entry_of(commitment: Commitment) -> RegisterEntry:
    """Return the register's row of a commitment that is published."""
    assert commitment.register_entry is not None
    return commitment.register_entry


@pytest.fixture
def practice(world: World) -> Programme:
    """A practice programme that Alder takes part in and Paula coordinates."""
    made = make_programme("Try it", world.institute, now=NOW, prefix="TRY", visibility=Visibility.INTERNAL)
    made.is_practice = True
    make_participation(world.alder, made, now=NOW)
    db.session.flush()
    db.session.add(
        ProgrammeMembership(user=world.paula, programme=made, role=ProgrammeRole.COORDINATOR, created_at=NOW)
    )
    db.session.commit()
    return made


def rows_of(programme_id: int) -> dict[str, int]:
    """Count what every table holds of a programme."""
    tables: list[Table] = [table for table in Base.metadata.sorted_tables if "programme_id" in table.c]
    counted = {
        table.name: db.session.scalar(
            select(func.count()).select_from(table).where(table.c.programme_id == programme_id)
        )
        for table in tables
    }
    return {name: number for name, number in counted.items() if number}
