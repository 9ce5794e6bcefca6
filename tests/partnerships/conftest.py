"""Alder names Birch as a partner. Eve, Ben and Bea are of Birch."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.publishing import publish_commitment
from tests.conftest import NOW
from tests.support.factories.commitment import make_commitment
from tests.support.factories.partner import name_partner
from tests.support.people import World, make_member


@pytest.fixture
def ben(world: World) -> User:
    """Return an editor of Birch."""
    return make_member("Ben Editor", world.birch, OrganisationRole.EDITOR, NOW)


@pytest.fixture
def bea(world: World) -> User:
    """Return a viewer of Birch."""
    return make_member("Bea Viewer", world.birch, OrganisationRole.VIEWER, NOW)


@pytest.fixture
def draft(world: World) -> Commitment:
    """Return a promise of Alder that names Birch, of which nobody outside knows."""
    commitment = make_commitment(
        world.alder,
        world.programme,
        now=NOW,
        decision_power="community_led",
        decision_body="Tenants' panel",
        upstream_meanings=["power_shift"],
    )
    name_partner(commitment, world.birch)
    db.session.commit()
    return commitment


@pytest.fixture
def partnership(draft: Commitment, world: World) -> Partner:
    """Return Birch's part in it, once it was published and Birch was asked."""
    draft.submit(as_statement_of_intent=False, now=NOW)
    publish_commitment(draft, now=NOW, today=NOW.date())
    partner = draft.partners[0]
    partner.ask(by=world.cora, now=NOW, publication=1)
    db.session.commit()
    return partner


@pytest.fixture
def mails(isolated: None) -> Callable[[], Sequence[OutgoingEmail]]:
    return lambda: db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
