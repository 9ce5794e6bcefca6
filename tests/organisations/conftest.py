"""What the tests of an organisation's workspace share: memberships, the log, the outbox."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Membership, User
from tests.support.people import World


@pytest.fixture
def membership(world: World) -> Callable[[User], Membership]:
    """Return what finds a person's place in Alder, ended or not."""

    def find(person: User) -> Membership:
        return db.session.scalars(
            select(Membership)
            .where(Membership.organisation_id == world.alder.id, Membership.user_id == person.id)
            .execution_options(populate_existing=True)
        ).one()

    return find


@pytest.fixture
def mails(isolated: None) -> Callable[[], Sequence[OutgoingEmail]]:
    """Return what reads the outbox, the first written first."""
    return lambda: db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


@pytest.fixture
def log(world: World) -> Callable[[], list[str]]:
    """Return what reads the kinds of the lines in Alder's log, the first written first."""
    return lambda: list(
        db.session.scalars(
            select(Activity.kind).where(Activity.organisation_id == world.alder.id).order_by(Activity.id)
        )
    )
