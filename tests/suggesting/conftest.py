"""A public commitment of Alder, and a reader without an account."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World


@contextmanager
def later(**time: float) -> Iterator[datetime]:
    moment = NOW + timedelta(**time)
    with clock.fixed(moment):
        yield moment


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


@pytest.fixture
def reader(as_: Callable[[User | None], CheckingClient]) -> CheckingClient:
    return as_(None)
