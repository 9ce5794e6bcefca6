"""A link for somebody without an account: one promise, one form, a member's signature, nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import ABSOLUTE_LIMIT, UserSession
from equity_tracker.web import throttle
from equity_tracker.web.log_lines import mask
from tests.check_ins.conftest import Report
from tests.check_ins.test_draft import drafts, open_form
from tests.check_ins.test_hand_over import mails
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.draft import LINK_ID, make_link
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
GWEN = "gwen@elsewhere.example.org"
TOKEN = "a-token-in-a-mail"
SEND, LATER = "Send for signature", "Save and come back later"
ENDED = "This link opens nothing any more"


@pytest.fixture
def link(promise: Commitment, cora: User) -> CheckInLink:
    link = make_link(promise, TOKEN, by=cora, now=NOW)
    db.session.commit()
    return link


@pytest.fixture
def gwen(as_: As, link: CheckInLink) -> CheckingClient:
    """The browser of somebody without an account who has opened the link."""
    browser = as_(None)
    browser.get("check_in_links.open_link", expected=303, token=TOKEN)
    return browser


def form_page(browser: CheckingClient, *, expected: int = 200) -> Page:
    return browser.get("check_in_links.write_check_in", expected=expected, link=LINK_ID)


def test_asking_mails_a_link_whose_token_is_kept_nowhere(as_: As, cora: User, promise: Commitment) -> None:
    form = open_form(as_(cora), promise).form("Ask somebody without an account").fill(why="So far.")
    ask = form.submit().form("Send the link").fill(email="Gwen@Elsewhere.example.org", note="Your figures?")
    page = ask.submit()
    assert "A link is on its way to gwen@elsewhere.example.org. It works until 20 April 2026." in page.flash
    assert f"{GWEN}: sent by Cora Editor, 6 April 2026 at 10:00, works until 20 April 2026" in page.main
    (mail,) = mails("check_in_link")
    token = mail.context["token"]
    assert (mail.recipient, len(token), mail.context["note"]) == (GWEN, 43, "Your figures?")
    assert token not in page.response.text
    (link,) = db.session.scalars(select(CheckInLink).execution_options(every_organisation=True))
    assert token not in {link.token_hash, link.public_id}
    browser = as_(None)
    answer = browser.get("check_in_links.open_link", expected=303, token=token)
    assert token not in answer.response.location
    assert browser.get_url(answer.response.location).form(LATER).values["why"] == ["So far."]


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("prue.approver@example.org", "Prue Approver has an account and is in your team."),
        (GWEN, "This address has an open link already."),
    ],
)
def test_nobody_is_asked_twice_nor_by_a_link_who_has_an_account(
    as_: As, link: CheckInLink, cora: User, email: str, message: str
) -> None:
    page = as_(cora).get(
        "check_ins.ask_by_link", organisation="alder-trust", commitment=link.commitment.public_id
    )
    page = page.form("Send the link").fill(email=email).submit(expected=422)
    assert page.errors["email"].startswith(message)
    assert mails("check_in_link") == []


def test_it_shows_the_promise_what_is_public_and_the_form_and_nothing_else(
    as_: As, report: Report, cora: User, promise: Commitment
) -> None:
    private = EvidenceLink("Payroll extract", "https://intranet.example.org/payroll", is_public=False)
    report(what_changed="Half of the contracts carry it.", evidence=(private,))
    make_link(promise, TOKEN, by=cora, now=NOW)
    db.session.commit()
    gwen = as_(None)
    gwen.get("check_in_links.open_link", expected=303, token=TOKEN)
    page = form_page(gwen)
    assert "Payroll" not in page.text
    assert "An approver or an admin of Alder Trust signs it first." in page.main
    assert str(promise.statement) in page.main
    assert "What the public read last" in page.main
    assert "Half of the contracts carry it." in page.main
    links = {str(tag["href"]) for tag in page.soup.select("a[href]")}
    assert {href for href in links if href.startswith(("/o/", "/p/", "/account", "/workspaces"))} == set()


@pytest.mark.parametrize(
    ("endpoint", "arguments"),
    [
        ("organisations.show_home", {}),
        ("organisations.list_members", {}),
        ("commitments.list_commitments", {}),
        ("check_ins.list_due", {}),
        ("check_ins.record_check_in", {"commitment": ""}),
        ("check_ins.sign_check_in", {"commitment": ""}),
        ("commitments.show_commitment", {"commitment": ""}),
        ("accounts.show_account", None),
        ("accounts.list_workspaces", None),
    ],
)
def test_it_opens_no_other_page(
    gwen: CheckingClient, promise: Commitment, endpoint: str, arguments: dict[str, str] | None
) -> None:
    named = (
        {}
        if arguments is None
        else {"organisation": "alder-trust"} | dict.fromkeys(arguments, promise.public_id)
    )
    answer = gwen.get(endpoint, expected=302, **named)  # type: ignore[arg-type]
    assert answer.response.location.startswith("/sign-in?next=")


def test_its_session_signs_nobody_in_under_the_cookie_of_members(
    app: Flask, gwen: CheckingClient, link: CheckInLink, as_: As
) -> None:
    cookie = gwen.browser.get_cookie(f"check-in-{LINK_ID}")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    thief = as_(None)
    thief.browser.set_cookie(app.config["USER_COOKIE_NAME"], cookie.value, domain="localhost")
    thief.get("accounts.show_account", expected=302)
    rows = db.session.scalars(select(UserSession).where(UserSession.check_in_link_id == link.id)).all()
    assert [(row.user_id, row.check_in_link_id) for row in rows] == [(None, link.id)]


def test_a_members_cookie_is_no_key_to_it_and_a_link_is_a_key_to_its_own_check_in_only(
    as_: As, world: World, gwen: CheckingClient, cora: User
) -> None:
    assert form_page(as_(cora), expected=410).heading == ENDED
    other = make_published(world.alder, world.programme, now=NOW, title="Another promise")
    make_link(other, "another", by=cora, now=NOW, public_id="another23456")
    db.session.commit()
    gwen.get("check_in_links.write_check_in", expected=410, link="another23456")
    cookie = gwen.browser.get_cookie(f"check-in-{LINK_ID}")
    assert cookie is not None
    gwen.browser.set_cookie("check-in-another23456", cookie.value, domain="localhost")
    gwen.get("check_in_links.write_check_in", expected=410, link="another23456")


def test_what_is_saved_stands_in_the_members_form_with_its_writer(
    as_: As, cora: User, gwen: CheckingClient, promise: Commitment
) -> None:
    page = form_page(gwen).form(LATER).fill(why="Gwen's figures.").submit()
    assert "Saved. Not sent yet." in page.flash
    page = open_form(as_(cora), promise)
    assert f"Not sent yet: last saved by {GWEN}, 6 April 2026 at 10:00." in page.main
    assert page.form("Sign and send").values["why"] == ["Gwen's figures."]
    log = as_(cora).get("organisations.list_activity", organisation="alder-trust")
    assert f"{GWEN} began a check-in on Every cleaning contract" in log.main


def test_what_is_sent_waits_for_a_signature_though_the_organisation_asks_for_none(
    as_: As, prue: User, gwen: CheckingClient, promise: Commitment, typed: dict[str, str]
) -> None:
    form = form_page(gwen).form(SEND).fill(**typed)
    assert form.submit().heading == "It waits for a signature"
    assert form.submit().heading == "It waits for a signature", "pressed twice"
    db.session.refresh(promise)
    assert promise.check_ins == []
    assert len(mails("check_in_to_sign")) == 2
    page = as_(prue).get("check_ins.sign_check_in", organisation="alder-trust", commitment=promise.public_id)
    assert f"Written by {GWEN}" in page.main
    page = page.form("Sign and send").submit()
    assert (page.fact("Written by"), page.fact("Signed by")) == (
        GWEN,
        "Prue Approver, 6 April 2026 at 10:00",
    )
    assert form_page(gwen, expected=410).main.endswith("ask whoever sent it to you for a new one.")
    assert "The check-in that it was for has been sent." in form_page(gwen, expected=410).main


def test_given_back_it_is_opened_again_by_the_same_link(
    as_: As, prue: User, gwen: CheckingClient, promise: Commitment, typed: dict[str, str]
) -> None:
    form_page(gwen).form(SEND).fill(**typed).submit()
    page = as_(prue).get(
        "check_ins.give_back_check_in", organisation="alder-trust", commitment=promise.public_id
    )
    page.form("Give it back").fill(reason="Which contract?").submit()
    (mail,) = mails("check_in_given_back")
    assert (mail.recipient, mail.context["by_link"]) == (GWEN, True)
    again = as_(None)
    again.get("check_in_links.open_link", expected=303, token=TOKEN)
    page = form_page(again)
    assert "Given back to be changed. Which contract?" in page.main
    assert "Prue" not in page.main


def test_wrong_answers_are_refused_and_shown_again(gwen: CheckingClient) -> None:
    page = form_page(gwen).form(SEND).fill(why="Only this.").submit(expected=422)
    assert "Enter the next step" in page.error_list
    assert page.form(SEND).values["why"] == ["Only this."]
    assert drafts() == []


def test_a_member_who_writes_meanwhile_is_no_loss_and_not_named(
    as_: As, cora: User, gwen: CheckingClient, promise: Commitment
) -> None:
    form = form_page(gwen).form(LATER).fill(why="Gwen's.")
    open_form(as_(cora), promise).form(LATER).fill(why="Cora's.").submit()
    page = form.submit(expected=409)
    rows = {row[0]: row[1:] for row in page.table("What was saved, and what you wrote")}
    assert rows["In one sentence, why?"] == ["Cora's.", "Gwen's."]
    assert "Cora Editor saved" not in page.text
    assert drafts()[0].typed["why"] == ["Cora's."]
    page.form(LATER).submit()
    assert drafts()[0].typed["why"] == ["Gwen's."]


def test_taken_back_it_opens_nothing_though_its_page_is_still_open(
    as_: As, cora: User, gwen: CheckingClient, promise: Commitment
) -> None:
    form = form_page(gwen).form(LATER).fill(why="Gwen's long text.")
    page = open_form(as_(cora), promise).form(f"Take it back from {GWEN}").submit()
    assert f"The link of {GWEN} opens nothing any more." in page.flash
    assert "Links that are open" not in page.main
    page = form.submit(expected=410)
    assert (page.heading, page.fact("Why")) == (ENDED, "Gwen's long text.")
    assert "The link was taken back." in page.main
    assert drafts() == []
    as_(None).get("check_in_links.open_link", expected=410, token=TOKEN)


@pytest.mark.parametrize("why", ["expired", "asker left", "asker may no more", "unknown"])
def test_a_link_that_has_ended_says_what_to_do(as_: As, cora: User, link: CheckInLink, why: str) -> None:
    token = "never-made" if why == "unknown" else TOKEN
    if why == "asker left":
        cora.memberships[0].ended_at = NOW
    if why == "asker may no more":
        cora.suspended_at = NOW
    db.session.commit()
    with clock.fixed(NOW + timedelta(days=14 if why == "expired" else 0)):
        page = as_(None).get("check_in_links.open_link", expected=410, token=token)
    assert page.heading == ENDED
    assert "ask whoever sent it to you for a new one" in page.main


def test_a_session_ends_and_the_link_begins_another(as_: As, gwen: CheckingClient) -> None:
    with clock.fixed(NOW + ABSOLUTE_LIMIT):
        assert form_page(gwen, expected=410).heading == ENDED
        gwen.get("check_in_links.open_link", expected=303, token=TOKEN)
        assert form_page(gwen).heading == "Check in for Alder Trust"


def test_it_works_beside_somebodys_own_account(
    as_: As, eve: User, link: CheckInLink, typed: dict[str, str]
) -> None:
    browser = as_(eve)
    browser.get("check_in_links.open_link", expected=303, token=TOKEN)
    with clock.fixed(NOW + timedelta(minutes=5)):
        page = form_page(browser).form(SEND).fill(**typed).submit()
        assert page.heading == "It waits for a signature"
        browser.get("accounts.show_account")
    assert drafts()[0].sent_by_address == GWEN


def test_guessing_is_slowed_down(as_: As, link: CheckInLink) -> None:
    browser = as_(None)
    for _ in range(throttle.LINK_BY_NETWORK.tries):
        browser.get("check_in_links.open_link", expected=410, token="wrong")
    answer = browser.get("check_in_links.open_link", expected=429, token=TOKEN)
    assert answer.response.headers["Retry-After"]


def test_its_token_is_masked_in_the_log() -> None:
    assert mask(f"GET /check-in-link/{TOKEN} 303") == "GET /check-in-link/<masked> 303"


def test_its_pages_are_kept_in_no_cache(gwen: CheckingClient) -> None:
    assert form_page(gwen).response.headers["Cache-Control"] == "no-store"
