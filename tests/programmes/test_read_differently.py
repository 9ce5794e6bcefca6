"""Where organisation and partner read a promise differently, the coordinator may look; nobody is blamed."""

from collections.abc import Callable
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.partner_reading import give_reading
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_published
from tests.support.factories.partner import name_partner
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("agrees_on_aim", "aim", "level", "decision_power", "note")),
    "upstream_meanings": [],
}
HEADING = "Read differently by organisation and partner"


@pytest.fixture
def published(world: World) -> Commitment:
    return make_published(world.alder, world.programme, now=NOW, decision_power="community_led")


def read(commitment: Commitment, world: World, **says: Any) -> None:
    partner = commitment.partners[0] if commitment.partners else name_partner(commitment, world.birch)
    if partner.asked_at is None:
        partner.ask(by=world.cora, now=NOW, publication=1)
    give_reading(partner, NOTHING | says, of=world.birch, by=world.eve, now=NOW, today=NOW.date())
    db.session.commit()


def home(as_: As, person: User) -> str:
    return as_(person).get("monday.list_flagged", programme="fairer-shore").main


def test_both_are_shown_to_coordinator_and_observer(
    as_: As, paula: User, otto: User, published: Commitment, world: World
) -> None:
    read(published, world, decision_power="consulted")
    assert HEADING in home(as_, otto)
    page = as_(paula).get("monday.list_flagged", programme="fairer-shore")
    page = page.link("Every cleaning contract pays").follow().link("The commitment").follow()
    assert "Alder Trust and Birch College read this differently. Neither is wrong for that" in page.main
    assert page.table("How Alder Trust and Birch College read it") == [
        ["Who decides", "Community-led", "Consulted"]
    ]


@pytest.mark.parametrize(
    "says",
    [
        {"decision_power": "community_led"},
        {"note": "We like it."},
        {"agrees_on_aim": False, "aim": "Fair pay"},
    ],
)
def test_what_agrees_or_says_nothing_of_the_two_is_not_listed(
    as_: As, paula: User, published: Commitment, world: World, says: dict[str, Any]
) -> None:
    read(published, world, **says)
    assert HEADING not in home(as_, paula)


def test_only_the_latest_reading_counts(as_: As, paula: User, published: Commitment, world: World) -> None:
    read(published, world, level="treatment")
    assert HEADING in home(as_, paula)
    read(published, world, level="conditions")
    assert HEADING not in home(as_, paula)


def test_one_who_declines_is_left_out(as_: As, paula: User, published: Commitment, world: World) -> None:
    read(published, world, level="treatment")
    published.partners[0].decline("No.", of=world.birch, by=world.eve, now=NOW, today=NOW.date())
    db.session.commit()
    assert HEADING not in home(as_, paula)


def test_a_draft_and_another_programme_s_are_nobody_s_to_look_at(
    as_: As, paula: User, published: Commitment, world: World
) -> None:
    draft = make_commitment(world.alder, world.programme, now=NOW, title="Unseen")
    read(draft, world, level="treatment")
    assert HEADING not in home(as_, paula)
    read(published, world, level="treatment")
    other = as_(world.other_paula).get("monday.list_flagged", programme="other-work")
    assert HEADING not in other.main
