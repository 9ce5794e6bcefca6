"""What the tests of succession share: what an organisation leaves behind, and where it is recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.handover import Handover
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
HERE: dict[str, Any] = {"programme": "fairer-shore", "participant": "alder-trust"}
TYPED: dict[str, Any] = {
    "successor": "birch-college",
    "kind": "merged",
    "effective_on__day": 1,
    "effective_on__month": 4,
    "effective_on__year": 2026,
    "source_url": "https://example.org/order",
}


@pytest.fixture
def promises(world: World) -> list[Commitment]:
    """What Alder has promised: two that go on and one that is closed."""
    rows = [
        make_published(world.alder, world.programme, now=NOW, title=title, held_by=world.cora)
        for title in ("Fair pay", "Warm homes", "Work that has ended")
    ]
    rows[2].close("met_on_time", "All of it was done.", today=NOW.date(), by=world.ada)
    db.session.commit()
    return rows


def form(as_: As, person: User) -> FilledForm:
    return as_(person).get("succession.record_succession", **HERE).form("Hand over")


def recorded(as_: As, person: User, *, expected: int | None = None, **changes: Any) -> Page:
    return form(as_, person).fill(**(TYPED | changes)).submit(expected=expected)


def everything() -> list[Commitment]:
    return list(
        db.session.scalars(
            select(Commitment).execution_options(every_organisation=True).order_by(Commitment.id)
        )
    )


def handovers() -> list[Handover]:
    return list(
        db.session.scalars(select(Handover).execution_options(every_organisation=True).order_by(Handover.id))
    )


def public_text(as_: As, commitment: Commitment) -> str:
    """Return what anybody reads of it."""
    db.session.expire_all()
    entry = commitment.register_entry
    assert entry is not None
    return as_(None).get("public.show_commitment", public_id=entry.public_id, slug=entry.slug).main
