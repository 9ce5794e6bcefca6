"""Who may open and send each page of the workspace. What the pages do has files of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.people import Invitation, User
from equity_tracker.model.tokens import new_token
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.programme import make_participation
from tests.support.people import World

As = Callable[[User | None], CheckingClient]

Addresses = dict[str, dict[str, Any]]
FOR_ALL = ["show_home", "list_members", "list_activity", "list_programmes", "leave_organisation"]
FOR_ADMINS = [
    "invite_member",
    "change_role",
    "remove_member",
    "edit_organisation",
    "join_programme",
    "leave_programme",
]
SENT_BY_ADMINS = [*FOR_ADMINS, "cancel_invitation"]


@pytest.fixture
def addresses(world: World) -> Addresses:
    """Return what each endpoint names below the organisation: things of Alder that are there."""
    participation = make_participation(world.alder, world.other_programme, now=NOW)
    participation.joined_on = None
    invitation = Invitation(
        organisation=world.alder,
        email="new@example.org",
        role="editor",
        token_hash=new_token()[1],
        invited_by=world.ada,
        created_at=NOW,
        expires_at=Invitation.expiry(NOW),
    )
    db.session.add(invitation)
    db.session.commit()
    return {
        "change_role": {"member": world.cora.public_id},
        "remove_member": {"member": world.cora.public_id},
        "join_programme": {"participation": world.other_programme.slug},
        "leave_programme": {"participation": world.programme.slug},
        "cancel_invitation": {"invitation": invitation.public_id},
    }


def page_of(endpoint: str, world: World, addresses: Addresses) -> dict[str, Any]:
    return {"organisation": world.alder.slug, **addresses.get(endpoint, {})}


@pytest.mark.parametrize("endpoint", FOR_ALL)
def test_everybody_in_the_team_reads(as_: As, world: World, addresses: Addresses, endpoint: str) -> None:
    for person in (world.ada, world.prue, world.cora, world.vic):
        as_(person).get(f"organisations.{endpoint}", **page_of(endpoint, world, addresses))


@pytest.mark.parametrize("endpoint", FOR_ADMINS)
def test_only_an_admin_opens_what_changes_the_organisation(
    as_: As, world: World, addresses: Addresses, endpoint: str
) -> None:
    arguments = page_of(endpoint, world, addresses)

    as_(world.ada).get(f"organisations.{endpoint}", **arguments)
    for person in (world.prue, world.cora, world.vic):
        as_(person).get(f"organisations.{endpoint}", expected=403, **arguments)


@pytest.mark.parametrize("endpoint", SENT_BY_ADMINS)
def test_a_form_sent_by_a_colleague_who_is_no_admin_is_refused(
    as_: As, world: World, addresses: Addresses, endpoint: str
) -> None:
    for person in (world.prue, world.cora, world.vic):
        as_(person).post(f"organisations.{endpoint}", expected=403, **page_of(endpoint, world, addresses))


@pytest.mark.parametrize("endpoint", [*FOR_ALL, *FOR_ADMINS])
def test_to_anybody_outside_there_is_no_such_page(
    as_: As, world: World, addresses: Addresses, endpoint: str
) -> None:
    for person in (world.eve, world.paula, world.otto, world.olga):
        as_(person).get(f"organisations.{endpoint}", expected=404, **page_of(endpoint, world, addresses))


@pytest.mark.parametrize("endpoint", [*SENT_BY_ADMINS, "leave_organisation"])
def test_a_form_sent_from_outside_finds_nothing(
    as_: As, world: World, addresses: Addresses, endpoint: str
) -> None:
    for person in (world.eve, world.paula):
        as_(person).post(f"organisations.{endpoint}", expected=404, **page_of(endpoint, world, addresses))


@pytest.mark.parametrize("endpoint", ["change_role", "remove_member", "join_programme", "cancel_invitation"])
def test_what_is_another_organisations_or_was_never_there_cannot_be_named(
    as_: As, world: World, addresses: Addresses, endpoint: str
) -> None:
    theirs: dict[str, Any] = addresses[endpoint] | {"organisation": world.birch.slug}
    nothing: dict[str, Any] = dict.fromkeys(addresses[endpoint], "nothing-here") | {
        "organisation": world.alder.slug
    }

    as_(world.eve).post(f"organisations.{endpoint}", expected=404, **theirs)
    as_(world.ada).post(f"organisations.{endpoint}", expected=404, **nothing)


@pytest.mark.parametrize("endpoint", [*FOR_ALL, *FOR_ADMINS])
def test_somebody_who_is_not_signed_in_is_asked_to(
    app: Flask, world: World, addresses: Addresses, endpoint: str
) -> None:
    page = CheckingClient(app, None).get(
        f"organisations.{endpoint}", expected=302, **page_of(endpoint, world, addresses)
    )

    assert page.response.location.startswith("/sign-in?next=")


def test_a_suspended_person_with_a_live_session_is_signed_out(as_: As, ada: User, world: World) -> None:
    browser = as_(ada)
    browser.get("organisations.show_home", organisation=world.alder.slug)
    ada.suspended_at = NOW
    db.session.commit()

    browser.get("organisations.show_home", expected=302, organisation=world.alder.slug)
    browser.post("organisations.invite_member", expected=401, organisation=world.alder.slug)
