"""A milestone whose day has come and gone says so: the plan alone would look fine."""

from datetime import timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.publishing import publish_commitment
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("days", "met", "said"),
    [
        (-1, False, "Not yet; the date has passed"),
        (0, False, "Not yet"),
        (-1, True, "5 April 2026"),
    ],
)
def test_what_was_planned_for_an_earlier_day_says_so(
    reader: CheckingClient, public_world: World, days: int, met: bool, said: str
) -> None:
    day = TODAY + timedelta(days=days)
    promise = make_published(public_world.alder, public_world.programme, now=NOW - timedelta(days=90))
    promise.milestones = [Milestone(title="Rooms leased", planned_on=day, actual_on=day if met else None)]
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()
    assert promise.register_entry is not None

    page = reader.get("public.show_commitment", public_id=promise.public_id, slug=promise.register_entry.slug)

    [row] = page.table("Milestones of this promise")
    assert row[3] == said
