"""One box in each workspace, which finds what the person may read there and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from equity_tracker.check_ins.actions import record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.searching.found import snippet
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_commitment, make_draft, make_published
from tests.support.factories.library import make_entry
from tests.support.factories.programme import make_round
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Search = Callable[..., Page]


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(
        world.alder,
        world.programme,
        now=NOW,
        title="Warm homes first",
        statement="Before any leaflet, we mend the heating of Herring Street.",
    )
    make_draft(world.alder, world.programme, now=NOW, title="A herring draft")
    db.session.commit()
    return commitment


@pytest.fixture
def check_in(world: World, promise: Commitment) -> CheckIn:
    private = EvidenceLink("Secret herring minutes", "https://alder.example/m", is_public=False)
    sent = record_check_in(
        promise,
        answers(why="The boiler of the school waits for parts.", evidence=(private,)),
        seen=None,
        by=world.cora,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()
    return sent


@pytest.fixture
def of_alder(as_: As, world: World) -> Search:
    return lambda q, person=world.vic: as_(person).get(
        "searching.search_organisation", organisation=world.alder.slug, q=q
    )


@pytest.fixture
def of_programme(as_: As, world: World) -> Search:
    return lambda q, person=world.paula: as_(person).get(
        "searching.search_programme", programme=world.programme.slug, q=q
    )


def test_the_box_stands_on_every_page_of_a_workspace(as_: As, world: World, promise: Commitment) -> None:
    home = as_(world.vic).get("organisations.show_home", organisation=world.alder.slug)
    box = home.soup.select_one("form[role=search]")
    assert box is not None
    assert box["action"] == f"/o/{world.alder.slug}/search"
    home = as_(world.paula).get("programmes.show_home", programme=world.programme.slug)
    box = home.soup.select_one("form[role=search]")
    assert box is not None
    assert box["action"] == f"/p/{world.programme.slug}/search"


def test_an_organisation_finds_its_own_drafts_too_with_the_words_around(
    of_alder: Search, promise: Commitment
) -> None:
    page = of_alder("herring")

    assert page.has_link("A herring draft")
    assert page.has_link("Warm homes first")
    assert "we mend the heating of Herring Street." in page.main
    assert page.link("Warm homes first").follow().heading == "Warm homes first"


def test_a_coordinator_never_finds_a_draft_or_what_went_back(
    of_programme: Search, world: World, promise: Commitment
) -> None:
    returned = make_commitment(world.alder, world.programme, now=NOW, title="A herring returned")
    returned.submit(as_statement_of_intent=False, now=NOW)
    returned.return_with_reason()
    db.session.commit()

    page = of_programme("herring")

    assert page.has_link("Warm homes first")
    assert "draft" not in page.main
    assert "returned" not in page.main


@pytest.mark.usefixtures("check_in")
def test_both_find_the_words_of_a_check_in_and_not_its_evidence(
    of_alder: Search, of_programme: Search
) -> None:
    for search in (of_alder, of_programme):
        page = search("boiler parts")
        assert "Check-in 1: Warm homes first" in page.main
        assert "The boiler of the school waits for parts." in page.main
        assert page.link("Check-in 1").follow().heading.startswith("Check-in 1")
        assert "Nothing found" in search("secret minutes").main


def test_people_organisations_rounds_and_the_library_are_found(
    of_alder: Search, of_programme: Search, world: World, promise: Commitment
) -> None:
    entry = make_entry(world.alder, world.programme, by=world.cora, now=NOW)
    round_ = make_round(world.programme, due_on=NOW.date())
    round_.name = "Spring tide"
    db.session.commit()

    assert of_alder("cora").has_link("Cora Editor")
    assert of_alder(entry.title).has_link(entry.title)
    published = make_entry(
        world.alder, world.programme, by=world.cora, now=NOW, published=True, title="Kelp and kin"
    )
    db.session.commit()
    found = of_programme("kelp").link("Kelp and kin")
    assert found.url.endswith(f"/case-studies/{published.public_id}")
    assert not of_programme(entry.title).has_link(entry.title)
    assert of_programme("birch").has_link("Birch College")
    assert of_programme("spring").link("Spring tide").follow().heading
    assert of_programme("otto").has_link("Otto Observer")


def test_what_belongs_to_others_is_not_found(
    as_: As, of_alder: Search, world: World, promise: Commitment
) -> None:
    make_published(world.birch, world.programme, now=NOW, title="A herring of Birch")
    db.session.commit()

    assert "Birch" not in of_alder("herring").main
    assert "Eve Elsewhere" not in of_alder("elsewhere").main
    elsewhere = as_(world.other_paula).get(
        "searching.search_programme", programme=world.other_programme.slug, q="herring"
    )
    assert "Nothing found" in elsewhere.main


def test_every_word_has_to_stand_in_it_whatever_its_case(of_alder: Search, promise: Commitment) -> None:
    assert of_alder("HERRING warm").has_link("Warm homes first")
    assert not of_alder("herring bicycle").has_link("Warm homes first")


@pytest.mark.parametrize("asked", ["%", "_", "' OR 'x'='x", "\x00", "%25", "x" * 5000, "\\", "a\x00b"])
def test_signs_mean_nothing_to_the_database(of_alder: Search, promise: Commitment, asked: str) -> None:
    assert not of_alder(asked).has_link("Warm homes first")


@pytest.mark.parametrize("asked", ["", "   ", "?!"])
def test_an_empty_box_says_what_can_be_typed(of_programme: Search, asked: str) -> None:
    assert "What are you looking for?" in of_programme(asked).main


def test_what_is_too_much_is_cut_and_says_so(of_alder: Search, world: World) -> None:
    for number in range(22):
        make_draft(world.alder, world.programme, now=NOW, title=f"Mackerel {number}")
    db.session.commit()

    page = of_alder("mackerel")

    assert len(page.soup.select("main li a")) == 20
    assert "There are more." in page.main


def test_markup_is_text(of_alder: Search, world: World) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="A <b>bold</b> herring")
    db.session.commit()

    assert "A <b>bold</b> herring" in of_alder("bold").main


def test_who_may_not(as_: As, world: World) -> None:
    arguments: dict[str, Any] = {"q": "x"}
    as_(world.eve).get(
        "searching.search_organisation", expected=404, organisation=world.alder.slug, **arguments
    )
    as_(world.cora).get(
        "searching.search_programme", expected=404, programme=world.programme.slug, **arguments
    )


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("The boiler waits.", "The boiler waits."),
        ("long " * 40 + "boiler" + " after" * 40, f"… {'long ' * 13}boiler{' after' * 10} …"),
        ("boiler" * 60, f"{('boiler' * 60)[:70]} …"),
        ("nothing of it", ""),
    ],
)
def test_the_words_around_are_cut_at_words(text: str, around: str) -> None:
    assert snippet(["boiler"], text) == around
