"""How this promise reads: five answers in public, and nothing of what its author is asked."""

from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.hints import hints_for
from equity_tracker.model.ingredients import ADVOCACY, TRACKABLE
from equity_tracker.model.one_step_up import one_step_up
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.publication import Publication
from equity_tracker.model.quality import how_it_reads
from equity_tracker.model.vocabulary import LEVELS, TRACKABILITIES
from tests.conftest import NOW
from tests.public.records import page_of
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page, words
from tests.support.people import World

TITLES = ["Verifiable", "Trackable", "Additional", "Ambition", "Owned"]


def publish(world: World, **fields: Any) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW, **fields)
    db.session.commit()
    return commitment


def answers(page: Page) -> dict[str, str]:
    return {
        words(row.find("dt")): words(row.find("dd")) for row in page.soup.select("#how-it-reads dl > div")
    }


def test_the_five_answers_stand_side_by_side_and_are_never_added_up(
    reader: CheckingClient, public_world: World
) -> None:
    page = page_of(reader, publish(public_world))

    assert answers(page) == {
        "Verifiable": "Yes. An outsider could tell on 31 March 2028, from its milestone.",
        "Trackable": (
            "Lower moderate, 7 of 12 ingredients. Not stated: where, who benefits,"
            " a baseline (or the date of one), a measure or something to deliver and a source of evidence."
        ),
        "Additional": "New. It does not say what would have happened anyway.",
        "Ambition": (
            "Changes the institution. It changes a rule, a budget, a contract or a standard."
            " Level of action: conditions."
        ),
        "Owned": (
            "One of the four. Post-holder: Director of finance. Not stated: a sponsor, a forum and resources."
        ),
    }
    assert "Five separate answers. We never add them up, and we do not rank organisations." in page.main
    told = words(page.soup.select_one("#how-it-reads"))
    assert "score" not in told.lower()
    assert not page.soup.select("#how-it-reads .tag"), "no colour says good or bad"
    assert page.soup.select("#how-it-reads a[href$='/method#how-a-promise-reads']")


def test_what_its_author_is_asked_is_never_public(reader: CheckingClient, public_world: World) -> None:
    fields = {"level": "behaviour", "distribution": "targeted_group", "decision_power": "shared"}
    commitment = publish(public_world, **fields)
    payload = commitment_payload(commitment)
    asked = [
        *(text for hint in hints_for(payload) for text in (hint.title, hint.why, hint.question)),
        *(step.words for each in how_it_reads(payload).dimensions for step in each.raised_by),
        *(step.text for step in one_step_up(payload["domain"], payload["level"], None)),
        "Worth another look",
        "What would raise it",
        "One step up",
    ]
    assert len(hints_for(payload)) == 3

    told = page_of(reader, commitment).text
    kept = str([row.payload for row in db.session.scalars(select(Publication))])

    assert [text for text in asked if text in told or text in kept] == []


def test_it_is_read_from_what_was_published_and_not_from_what_stands_now(
    reader: CheckingClient, public_world: World
) -> None:
    commitment = publish(public_world)
    commitment.resources = "£1.2 million"
    db.session.commit()

    assert answers(page_of(reader, commitment))["Owned"].startswith("One of the four.")


def test_a_statement_of_intent_is_read_by_the_same_rules(reader: CheckingClient, public_world: World) -> None:
    commitment = publish(public_world, ends_on=None)

    assert answers(page_of(reader, commitment))["Verifiable"] == "No. It does not state an end date."


@pytest.mark.parametrize("recipe", [TRACKABLE, ADVOCACY], ids=["twelve", "five"])
def test_how_we_count_prints_the_ingredients_and_bands_of_the_code(
    reader: CheckingClient, world: World, recipe: Any
) -> None:
    told = words(reader.get("public.show_method").soup.find(id="how-a-promise-reads"))

    assert "; ".join(each.label for each in recipe.ingredients) in told
    for level, least, most in recipe.ranges:
        label = TRACKABILITIES.label(level)
        number = str(least) if least == most else f"{least} to {most}"
        assert f"{number} of {len(recipe.ingredients)} is “{label}”" in told
    assert recipe.ranges[-1][2] == len(recipe.ingredients)


def test_how_we_count_names_the_levels_that_change_an_institution(
    reader: CheckingClient, world: World
) -> None:
    told = words(reader.get("public.show_method").soup.find(id="how-a-promise-reads"))
    changing = [
        term.label
        for term in LEVELS
        if how_it_reads({"kind": "deliver", "level": term.slug}).ambition.level == "institutional"
    ]

    assert "at the level of “" + "” or “".join(changing) + "”" in told
    assert "is “Continued” or “Required by law”" in told
    assert all(title in told for title in TITLES)
