"""What the tests of a portfolio share: published commitments in few words, and its pages."""

from collections.abc import Callable
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Promise = Callable[..., Commitment]
Open = Callable[..., Page]


@pytest.fixture
def promise(world: World) -> Promise:
    """Publish a commitment of Alder's, and commit."""

    def published(title: str = "A promise", **fields: Any) -> Commitment:
        organisation = fields.pop("organisation", world.alder)
        commitment = make_published(organisation, world.programme, now=NOW, title=title, **fields)
        db.session.commit()
        return commitment

    return published


@pytest.fixture
def opened(as_: As, otto: User, world: World) -> Open:
    """Open a page of the portfolio as the observer."""
    return lambda name, **more: as_(otto).get(f"portfolio.{name}", programme=world.programme.slug, **more)
