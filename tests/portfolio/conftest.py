"""What the tests of a portfolio share: published commitments in few words, and its pages."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest

from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_published
from tests.support.installation import Installation, installation
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Promise = Callable[..., Commitment]
Open = Callable[..., Page]
Report = Callable[..., CheckIn]
Lines = Callable[..., list[list[str]]]


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
def report(world: World) -> Report:
    """Check in on a commitment, and commit."""

    def sent(commitment: Commitment, *, at: datetime = NOW, **changes: Any) -> CheckIn:
        check_in = record_check_in(
            commitment, answers(**changes), seen=None, by=world.cora, now=at, today=at.date()
        )
        db.session.commit()
        return check_in

    return sent


@pytest.fixture
def opened(as_: As, otto: User, world: World) -> Open:
    """Open a page of the portfolio as the observer."""
    return lambda name, **more: as_(otto).get(f"portfolio.{name}", programme=world.programme.slug, **more)


@pytest.fixture
def lines(opened: Open) -> Lines:
    """Read a file of the portfolio, without its head."""

    def read(name: str, **more: Any) -> list[list[str]]:
        text = opened(name, **more).response.get_data(as_text=True).removeprefix("\ufeff")
        return list(csv.reader(StringIO(text)))[1:]

    return read


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("own"), "portfolio") as found:
        yield found


@pytest.fixture
def own(own_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Return an empty installation whose queue carries nothing."""
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)
    own_installation.empty()
    return own_installation
