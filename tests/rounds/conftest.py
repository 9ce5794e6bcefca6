"""What the tests of rounds share: a planned round, and the address of its pages."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.round import Round
from tests.support.client import CheckingClient
from tests.support.factories.programme import make_round
from tests.support.installation import Installation, installation
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
DUE_ON = date(2026, 4, 30)


@pytest.fixture
def planned(world: World) -> Round:
    round_ = make_round(world.programme, due_on=DUE_ON)
    db.session.commit()
    return round_


def address(round_: Round) -> dict[str, Any]:
    return {"programme": round_.programme.slug, "reporting_round": round_.public_id}


def commitment_called(title: str) -> Commitment:
    return db.session.scalars(
        select(Commitment).where(Commitment.title == title).execution_options(every_organisation=True)
    ).one()


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("own"), "rounds") as found:
        yield found
