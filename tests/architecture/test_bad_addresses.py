"""Addresses that lead nowhere, links that are no good any more, and posts that come from no page of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.sign_in import RESET_LIMIT, OneTimeToken, TokenPurpose
from equity_tracker.model.tokens import hash_token
from tests.architecture.access_names import OF_A_COMMITMENT
from tests.architecture.access_world import AccessWorld
from tests.architecture.test_access import Expected, by_name, lines
from tests.architecture.test_bad_input import rows
from tests.conftest import NOW
from tests.support.client import CheckingClient

PEOPLE = ("anonymous", "editor", "admin", "coordinator")
NOTHING = ("%00", "9223372036854775808", "..%2F..%2Fetc", "x" * 300, "%F0%9F%98%80", "'%20OR%201=1--")
STRANGE = ("%00", "-1", "x;--", "9" * 40, "%F0%9F%98%80%E2%80%AE", "y" * 3_000, "%ff")
# A made-up link to a form is one that has ended, as a made-up token is.
LINKS = {"link", "token"}
WORDS = (
    "q by show kind organisation programme domain outlook stage reporting name next page after sort".split()
)
# The pages that look at anything there.
READ = [
    "/commitments",
    "/commitments.csv",
    "/organisations",
    "/sign-in",
    "/o/alder-trust/activity",
    "/p/fairer-shore/commitments",
    "/p/fairer-shore/organisations/invite",
    "/p/fairer-shore/organisations/invite-new",
]


def reader_of(row: Expected) -> str | None:
    """Return somebody to whom the page says more than that it is not for them."""
    return next((who for who in PEOPLE if row[who] in {"200", "301", "303", "410", "422"}), None)


def who_reads(address: str) -> str:
    return {"/o/": "editor", "/p/": "coordinator"}.get(address[:3], "anonymous")


def client_for(row: Expected, app: Flask, here: AccessWorld) -> CheckingClient:
    return CheckingClient(app, here.people[reader_of(row) or "anonymous"])


GETS = [row for row in lines() if row["method"] == "GET" and reader_of(row)]
POSTS = [row for row in lines() if row["method"] == "POST"]


@pytest.mark.parametrize("row", GETS, ids=by_name)
def test_an_address_that_names_nothing_is_not_found(row: Expected, app: Flask, here: AccessWorld) -> None:
    """Row 40, each part of the address in turn. A made-up token is a link that has been used (row 39)."""
    client = client_for(row, app, here)
    arguments = here.arguments(row["endpoint"])
    for name in arguments:
        address = client._url(row["endpoint"], arguments | {name: "HERE"})
        is_title = row["endpoint"] in OF_A_COMMITMENT and name == "slug"
        for nothing in NOTHING:
            status = client.browser.get(address.replace("HERE", nothing)).status_code
            assert status in {404, 410 if name in LINKS else 404, 301 if is_title else 404}, (name, nothing)


@pytest.mark.parametrize("row", GETS, ids=by_name)
def test_strange_words_after_the_question_mark_break_no_page(
    row: Expected, app: Flask, here: AccessWorld
) -> None:
    """Row 40."""
    client = client_for(row, app, here)
    address = client._url(row["endpoint"], here.arguments(row["endpoint"]))
    query = "&".join(f"{word}=%00x;--" for word in WORDS)
    assert client.browser.get(f"{address}?{query}").status_code < 500


@pytest.mark.parametrize("address", READ)
def test_strange_words_break_no_page_that_reads_them(address: str, app: Flask, here: AccessWorld) -> None:
    """Row 40, one by one, since a page stops at the first that it refuses."""
    client = CheckingClient(app, here.people[who_reads(address)])
    asked = [f"{address}?{word}={value}" for word in WORDS for value in STRANGE]
    assert [url for url in asked if client.browser.get(url).status_code >= 500] == []


@pytest.mark.parametrize(
    "address",
    [
        "/commitments?sort=x;--",
        "/commitments?after=-1",
        "/commitments?after=WzEsMl0",
        "/commitments?outlook=splendid",
        "/commitments?programme=%00",
        "/commitments.csv?domain=x",
        "/o/alder-trust/activity?after=x",
        "/p/fairer-shore/commitments?after=x",
    ],
)
def test_a_list_says_when_it_does_not_know_what_is_asked(address: str, app: Flask, here: AccessWorld) -> None:
    """Row 40."""
    page = CheckingClient(app, here.people[who_reads(address)]).get_url(address, expected=400)
    assert page.heading


@pytest.mark.parametrize("row", POSTS, ids=by_name)
def test_what_comes_from_no_page_of_ours_is_refused(row: Expected, app: Flask, here: AccessWorld) -> None:
    """Row 37, with no token at all, and with that of another browser."""
    client = client_for(row, app, here)
    address = client._url(row["endpoint"], here.arguments(row["endpoint"]))
    others = CheckingClient(app, here.world.eve).csrf_token()
    before = rows()
    # An organisation's own systems come from no page: without a token they are turned away before all else.
    refused = 401 if row["admin"] == "401" else 400
    if row["endpoint"] in {"following.stop", "scheduling.stop"}:
        refused = 404  # A mail program presses these: the link itself has to be signed.
    for token in ("", others):
        assert client.browser.post(address, data={"csrf_token": token}).status_code == refused
    assert rows() == before


@dataclass(frozen=True)
class Link:
    """A mailed link: where it leads, what became of it, and who opens it."""

    path: str
    token: str = "the-token"
    state: Mapping[str, datetime] = field(default_factory=dict)
    who: str = "anonymous"

    @property
    def name(self) -> str:
        return f"{self.path} {self.token} {' '.join(self.state)} {self.who}"


BAD_LINKS = [
    Link("invitations", state={"expires_at": NOW}),
    Link("invitations", state={"used_at": NOW}),
    Link("invitations", state={"cancelled_at": NOW}),
    Link("invitations", token="the-tokem"),
    Link("invitations", token="the-other-token"),
    Link("invitations", who="editor"),
    Link("reset-password", state={"expires_at": NOW}),
    Link("reset-password", state={"used_at": NOW}),
    Link("reset-password", token="the-tokem"),
    Link("reset-password", token="the-other-token"),
]


@pytest.mark.parametrize(
    "link", [Link("invitations"), Link("reset-password"), *BAD_LINKS], ids=lambda link: link.name
)
def test_a_link_works_once_for_a_while_and_for_one_person(link: Link, app: Flask, here: AccessWorld) -> None:
    """Row 39. The other token is good, but for the other kind of link."""
    invitation, reset = here.member_invitation, lost_password(here)
    mailed, other = (invitation, reset) if link.path == "invitations" else (reset, invitation)
    mailed.token_hash, other.token_hash = hash_token("the-token"), hash_token("the-other-token")
    for name, moment in link.state.items():
        setattr(mailed, name, moment)
    db.session.commit()
    client = CheckingClient(app, here.people[link.who])
    before = rows()
    address = f"/{link.path}/{link.token}"
    if link not in BAD_LINKS:
        client.get_url(address)
        return
    for page in (client.get_url(address, expected=410), client.post_url(address, expected=410)):
        assert page.heading == "This link has been used or has expired"
        assert "new" in page.main
    assert rows() == before


def lost_password(here: AccessWorld) -> OneTimeToken:
    token = OneTimeToken(
        purpose=TokenPurpose.RESET_PASSWORD, user=here.world.vic, created_at=NOW, expires_at=NOW + RESET_LIMIT
    )
    db.session.add(token)
    return token
