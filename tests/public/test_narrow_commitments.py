"""The page on which each choice says what it would leave."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from equity_tracker.public.filters import LABELS
from tests.public.register_rows import add_rows
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

PAGE = "public.narrow_commitments"


@pytest.fixture
def three(public_world: World) -> World:
    rows: list[dict[str, Any]] = [
        {"title": "One", "domain": "advocacy", "level": "structural", "place": "Hull"},
        {"title": "Two", "domain": "advocacy", "determinants": ["housing"], "professions": ["nursing"]},
        {"title": "Three", "domain": None},
    ]
    add_rows(public_world.alder, public_world.programme, rows)
    return public_world


def choices(page: Page, name: str) -> dict[str, str]:
    """Return the label of each choice, with its number."""
    group = page.soup.select_one(f"#narrow-{name}")
    return dict(label.text.rsplit(" ", 1) for label in group.select(".choice label")) if group else {}


def chosen(page: Page, name: str) -> list[str]:
    return [str(box["value"]) for box in page.soup.select(f"input[name={name}][checked]")]


def test_each_choice_says_what_it_would_leave(reader: CheckingClient, three: World) -> None:
    page = reader.get("public.list_commitments").link("See how many each choice would leave").follow()

    assert choices(page, "domain") == {"Workforce as advocates": "2", "Not stated": "1"}
    assert choices(page, "determinant") == {"Housing": "1", "Not stated": "2"}
    assert choices(page, "profession") == {"Nurses": "1"}
    assert choices(page, "place") == {"Hull": "1"}
    assert choices(page, "organisation") == {"Alder Trust": "3"}
    assert choices(page, "programme") == {"Fairer Shore": "3"}
    assert page.link("See 3 results").url == "/commitments"


def test_the_choices_of_one_question_are_counted_as_if_none_was_made(
    reader: CheckingClient, three: World
) -> None:
    page = reader.get(PAGE, domain="advocacy", level=["structural", "community"])

    assert choices(page, "domain") == {"Workforce as advocates": "1"}
    assert list(choices(page, "level").values()) == ["0", "1", "1"]
    assert chosen(page, "domain") == ["advocacy"]
    assert sorted(chosen(page, "level")) == ["community", "structural"]


def test_what_is_chosen_can_be_taken_away_there_too(reader: CheckingClient, three: World) -> None:
    page = reader.get(PAGE, domain="advocacy", place="Hull", q="one")

    assert page.link("Remove filter: Domain: Workforce as advocates").url.startswith(
        "/commitments/narrow?q=one&place=hull"
    )
    assert page.link("See 1 result").url == "/commitments?q=one&domain=advocacy&place=hull"
    assert chosen(page, "place") == ["hull"]
    assert [str(box["value"]) for box in page.soup.select("form input[name=q]")] == ["one"]


@pytest.mark.thorough
def test_everything_that_can_be_chosen_may_be_chosen_at_once(reader: CheckingClient, three: World) -> None:
    everything: dict[str, Any] = {name: list(labels) for name, labels in LABELS.items()}

    everything |= {"organisation": ["alder-trust", "birch-college"], "place": ["hull", "york"]}
    page = reader.get(PAGE, **everything)

    assert chosen(page, "level") == list(LABELS["level"])
    listed = page.link("See 0 results").follow()
    assert len(chosen(listed, "reporting")) == len(LABELS["reporting"])


def test_the_form_asks_for_what_was_ticked(reader: CheckingClient, three: World) -> None:
    sent = "domain=advocacy&domain=not_stated&by=&where=&sort=newest"
    page = reader.get_url(f"/commitments?{sent}", expected=302)

    asked = parse_qs(urlsplit(page.response.location).query)
    assert asked == {"domain": ["advocacy", "not_stated"]}


def test_an_unknown_choice_is_refused(reader: CheckingClient, three: World) -> None:
    assert "does not have" in reader.get(PAGE, domain="nonsense", expected=400).main


def test_a_list_has_all_choices_without_numbers(reader: CheckingClient, three: World) -> None:
    page = reader.get("public.list_commitments", domain="advocacy", place="Hull", most_queries=6)

    assert len(page.soup.select("#narrow-level input")) == len(LABELS["level"])
    assert not page.soup.select(".facet-count")
    assert chosen(page, "place") == ["hull"]
    assert page.soup.select("#narrow-domain[open]")
    assert page.soup.select("#narrow-kind:not([open])")
