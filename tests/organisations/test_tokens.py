"""The page of tokens: made after the password, shown once, told to all admins, ended at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.api_token import MOST_TOKENS, ApiToken, Scope
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.tokens import hash_token
from equity_tracker.organisations.job import tell_of_ending_tokens
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.api_token import make_token
from tests.support.page import Page
from tests.support.people import PASSWORD, World, make_member

As = Callable[[User | None], CheckingClient]
HERE: dict[str, Any] = {"organisation": "alder-trust"}
GIVEN = {"name": "Planning system", "scopes": ["read", "drafts:write"], "months": "6", "password": PASSWORD}


@pytest.fixture
def make(as_: As, ada: User) -> Callable[..., Page]:
    def fill_and_send(*, expected: int = 200, **given: object) -> Page:
        page = as_(ada).get("organisations.create_token", **HERE)
        return page.form("Make the token").fill(**(GIVEN | given)).submit(expected=expected)

    return fill_and_send


def tokens(world: World) -> list[ApiToken]:
    db.session.expire_all()
    own = ApiToken.organisation_id == world.alder.id
    return list(db.session.scalars(select(ApiToken).where(own).order_by(ApiToken.id)).all())


def test_a_token_is_shown_once_and_kept_as_a_hash(make: Callable[..., Page], as_: As, world: World) -> None:
    page = make()

    found = re.search(r"eqt_[A-Za-z0-9_-]{43}", page.main)
    assert found is not None
    [row] = tokens(world)
    assert (row.token_hash, row.last_shown) == (hash_token(found[0]), found[0][-4:])
    assert row.scopes == ["read", "drafts:write"]
    assert str(row.expires_at.date()) == "2026-10-06"
    listed = as_(world.ada).get("organisations.list_tokens", **HERE)
    assert "Planning system" in listed.main
    assert f"ends in {row.last_shown}" in listed.main
    assert found[0] not in listed.response.text


def test_what_it_opens_is_open_at_once(make: Callable[..., Page], world: World) -> None:
    page = make()
    found = re.search(r"eqt_[A-Za-z0-9_-]{43}", page.main)
    assert found is not None

    answer = page.client.browser.get(
        "/api/v1/organisation/commitments", headers={"Authorization": f"Bearer {found[0]}"}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"password": "wrong"}, "That is not your password"),
        ({"name": ""}, "Enter what the token is for"),
        ({"name": "x" * 81}, "80 characters or fewer"),
        ({"scopes": []}, "Choose what it may do"),
    ],
)
def test_a_wrong_entry_makes_no_token(
    make: Callable[..., Page], world: World, given: dict[str, object], says: str
) -> None:
    page = make(expected=422, **given)

    assert says in " ".join(page.error_list)
    assert tokens(world) == []


@pytest.mark.parametrize("months", ["0", "13", "600"])
def test_no_token_is_good_for_longer_than_a_year(as_: As, ada: User, world: World, months: str) -> None:
    as_(ada).post("organisations.create_token", GIVEN | {"months": months}, expected=422, **HERE)

    assert tokens(world) == []


def test_two_live_tokens_have_two_names(make: Callable[..., Page], world: World) -> None:
    make()
    make(expected=422, name="planning SYSTEM")

    assert len(tokens(world)) == 1


def test_an_organisation_has_so_many_tokens_at_once(make: Callable[..., Page], world: World) -> None:
    for number in range(MOST_TOKENS):
        make_token(world.alder, by=world.ada, now=NOW, name=f"System {number}")

    page = make(expected=422)

    assert f"You have {MOST_TOKENS} tokens" in page.main


def test_all_admins_are_told_and_no_mail_has_the_token(make: Callable[..., Page], world: World) -> None:
    make_member("Bela Admin", world.alder, OrganisationRole.ADMIN, NOW)
    db.session.commit()

    page = make()

    secret = re.search(r"eqt_[A-Za-z0-9_-]{43}", page.main)
    mails = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "api_token_created")).all()
    assert secret is not None
    assert {mail.recipient for mail in mails} == {"ada.admin@example.org", "bela.admin@example.org"}
    assert all(secret[0] not in str(mail.context) for mail in mails)


def test_making_and_ending_stand_in_the_log(make: Callable[..., Page], as_: As, world: World) -> None:
    make()
    page = (
        as_(world.ada).get("organisations.list_tokens", **HERE).link("End the token Planning system").follow()
    )

    page = page.form("End the token").submit()

    assert "Whatever uses it is refused from now on" in page.flash
    assert "ended by Ada Admin on 6 April 2026" in page.main
    log = as_(world.ada).get("organisations.list_activity", **HERE).main
    assert "made the token Planning system for one of your systems" in log
    assert "ended the token Planning system" in log


def test_what_is_ended_cannot_be_ended_again(as_: As, world: World) -> None:
    _, row = make_token(world.alder, by=world.ada, now=NOW)
    for flash in ("Whatever uses it is refused", "has been ended already"):
        page = as_(world.ada).post("organisations.revoke_token", api_token=row.public_id, **HERE)
        assert flash in page.flash


def test_tokens_of_others_are_not_there(as_: As, world: World) -> None:
    _, row = make_token(world.alder, by=world.ada, now=NOW)

    birch: dict[str, Any] = {"organisation": "birch-college"}
    for name in (row.public_id, "zzzzzzzzzzzz"):
        as_(world.eve).get("organisations.revoke_token", api_token=name, expected=404, **birch)
    assert "Planning system" not in as_(world.eve).get("organisations.list_tokens", **birch).main


def test_admins_hear_once_two_weeks_before_it_ends(world: World) -> None:
    make_token(world.alder, by=world.ada, now=NOW, months=1)
    _, ended = make_token(world.alder, by=world.ada, now=NOW, months=1, name="Ended", scopes=[Scope.READ])
    ended.revoke(by=world.ada, now=NOW)
    db.session.commit()
    early, late = NOW + timedelta(days=15), NOW + timedelta(days=17)

    assert tell_of_ending_tokens(early) == {"tokens": 0}
    with clock.fixed(late):
        assert tell_of_ending_tokens(late, dry_run=True) == {"tokens": 1}
        assert tell_of_ending_tokens(late) == {"tokens": 1}
        assert tell_of_ending_tokens(late) == {"tokens": 0}

    [mail] = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "api_token_ending")).all()
    assert mail.recipient == "ada.admin@example.org"
    assert mail.context["name"] == "Planning system"
