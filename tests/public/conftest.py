"""A reader without an account, and a programme whose facts and organisations are public."""

from collections.abc import Callable

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_organisation, publish_programme
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.people import World
from tests.support.planting import plant


@pytest.fixture
def reader(as_: Callable[[User | None], CheckingClient]) -> CheckingClient:
    """Return a browser that nobody has signed in on."""
    return as_(None)


@pytest.fixture
def public_world(world: World) -> World:
    """Publish the facts of the programme and of the organisations."""
    today = NOW.date()
    rows = [publish_programme(world.programme, None, now=NOW, today=today)]
    rows += [
        publish_organisation(organisation, None, now=NOW, today=today, visible_from=today)
        for organisation in (world.alder, world.birch, world.institute)
    ]
    db.session.add_all(row for row in rows if row is not None)
    db.session.commit()
    return world


@pytest.fixture
def planted(public_world: World) -> World:
    """Return a world with a marker in every private place."""
    return plant(public_world)
