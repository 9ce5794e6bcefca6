"""Who may open and send each page of the workspace. What the pages do has files of its own."""

from typing import Any

import pytest
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.programme import Participation
from tests.conftest import NOW
from tests.programmes.conftest import Address, As, Report
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_round
from tests.support.people import World

READ_BY_ALL = [
    "show_home",
    "list_commitments",
    "list_reviews",
    "review_commitment",
    "review_check_in",
    "list_participations",
    "list_rounds",
    "show_round",
    "list_colleagues",
]
FOR_COORDINATORS = [
    "edit_programme",
    "close_programme",
    "invite_known_organisation",
    "invite_new_organisation",
    "send_invitation_again",
    "end_participation",
    "plan_round",
    "edit_round",
    "open_round",
    "close_round",
    "invite_colleague",
    "change_colleague",
    "remove_colleague",
]
SENT_BY_COORDINATORS = [*FOR_COORDINATORS, "review_commitment", "review_check_in"]
NAMED = [
    "review_commitment",
    "review_check_in",
    "send_invitation_again",
    "end_participation",
    "change_colleague",
    "remove_colleague",
    "show_round",
    "open_round",
]


@pytest.fixture
def named(world: World, report: Report) -> Address:
    """Return the URL arguments that an endpoint takes, for things of the programme that are there."""
    commitment = make_published(world.alder, world.programme, now=NOW)
    cedar = make_organisation("Cedar Council", now=NOW)
    db.session.add(Participation(organisation=cedar, programme=world.programme, invited_on=NOW.date()))
    make_organisation("Elm Students", now=NOW)
    round_ = make_round(world.programme, due_on=NOW.date())
    db.session.commit()
    check_in = report(commitment)
    by_endpoint = {
        "review_commitment": {"commitment": commitment.public_id},
        "review_check_in": {"check_in": check_in.public_id},
        "invite_known_organisation": {"invited": "elm-students"},
        "send_invitation_again": {"participant": "cedar-council"},
        "end_participation": {"participant": world.birch.slug},
        "change_colleague": {"colleague": world.otto.public_id},
        "remove_colleague": {"colleague": world.otto.public_id},
    }
    for endpoint in ("show_round", "edit_round", "open_round", "close_round"):
        by_endpoint[endpoint] = {"reporting_round": round_.public_id}
    return lambda endpoint: by_endpoint.get(endpoint, {})


def ask(browser: CheckingClient, method: str, endpoint: str, **arguments: Any) -> None:
    getattr(browser, method)(f"programmes.{endpoint}", **arguments)


@pytest.mark.parametrize("endpoint", READ_BY_ALL)
def test_the_whole_team_reads(as_: As, world: World, named: Address, endpoint: str) -> None:
    for person in (world.paula, world.otto):
        ask(as_(person), "get", endpoint, programme=world.programme.slug, **named(endpoint))


@pytest.mark.parametrize("endpoint", FOR_COORDINATORS)
def test_an_observer_changes_nothing(as_: As, world: World, named: Address, endpoint: str) -> None:
    browser = as_(world.otto)

    for method in ("get", "post"):
        ask(browser, method, endpoint, programme=world.programme.slug, expected=403, **named(endpoint))


@pytest.mark.parametrize("endpoint", ["review_commitment", "review_check_in"])
def test_an_observer_decides_nothing(as_: As, world: World, named: Address, endpoint: str) -> None:
    ask(as_(world.otto), "post", endpoint, programme=world.programme.slug, expected=403, **named(endpoint))


@pytest.mark.parametrize("endpoint", [*READ_BY_ALL, *FOR_COORDINATORS])
def test_to_anybody_outside_there_is_no_such_page(
    as_: As, world: World, named: Address, endpoint: str
) -> None:
    for person in (world.ada, world.cora, world.eve, world.other_paula, world.olga):
        ask(as_(person), "get", endpoint, programme=world.programme.slug, expected=404, **named(endpoint))


@pytest.mark.parametrize("endpoint", SENT_BY_COORDINATORS)
def test_a_form_sent_from_outside_finds_nothing(as_: As, world: World, named: Address, endpoint: str) -> None:
    for person in (world.ada, world.other_paula):
        ask(as_(person), "post", endpoint, programme=world.programme.slug, expected=404, **named(endpoint))


@pytest.mark.parametrize("endpoint", NAMED)
def test_what_belongs_to_another_programme_cannot_be_named(
    as_: As, world: World, named: Address, endpoint: str
) -> None:
    """Petra names the programme's things below the address of her own; Paula names what was never there."""
    nothing = dict.fromkeys(named(endpoint), "nothing-here")

    ask(
        as_(world.other_paula),
        "get",
        endpoint,
        programme=world.other_programme.slug,
        expected=404,
        **named(endpoint),
    )
    ask(as_(world.paula), "get", endpoint, programme=world.programme.slug, expected=404, **nothing)


@pytest.mark.parametrize("endpoint", READ_BY_ALL)
def test_somebody_who_is_not_signed_in_is_asked_to(
    app: Flask, world: World, named: Address, endpoint: str
) -> None:
    page = CheckingClient(app, None).get(
        f"programmes.{endpoint}", programme=world.programme.slug, expected=302, **named(endpoint)
    )

    assert page.response.location.startswith("/sign-in?next=")
