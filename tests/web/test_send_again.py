"""A form that was open too long: its text comes back with a button that sends it again.

Every form there is presses that button in tests/architecture/test_bad_input.py; here is when there is none,
and what it takes along.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import UserSession
from equity_tracker.web import csrf, refused_forms
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page
from tests.support.page_checks import check_page
from tests.support.people import PASSWORD, World

As = Callable[[User | None], CheckingClient]
BUTTON = "Send it again"
FROM_US = {"Sec-Fetch-Site": "same-origin"}
TEXT = "He said: \"Ours & yours\" <b>'now'</b>\r\n\r\n  – and ${7*7}\r\n"
FORGOTTEN = "/forgot-password"
NEW = "/o/alder-trust/commitments/new"


def send(
    client: CheckingClient, path: str, answers: Any = None, headers: Any = FROM_US, **options: Any
) -> Page:
    """Send a form whose token is of yesterday, as a browser of today would."""
    answers = {"csrf_token": "yesterday's"} | (answers or {})
    response = client.browser.post(path, data=answers, headers=headers, **options)
    page = Page(response, client)
    if page.status >= 400:
        check_page(path, page.status, response.text)
    return page


def press(page: Page) -> Page:
    """Press the button of a page, as a browser of today would; it sends every line break as CR LF."""
    form = page.form(BUTTON)
    return send(page.client, action(form), as_sent(form))


def action(form: FilledForm) -> str:
    return str(form.form.get("action"))


def as_sent(form: FilledForm) -> dict[str, list[str]]:
    return {
        name: [re.sub("\r\n|\r|\n", "\r\n", value) for value in values]
        for name, values in form.values.items()
    }


def has_button(page: Page) -> bool:
    assert (page.status, page.heading) == (400, "This page was open too long")
    return "<form" in page.response.text


def sign_out_elsewhere(person: User) -> None:
    db.session.execute(update(UserSession).where(UserSession.user_id == person.id).values(ended_at=NOW))
    db.session.commit()


def count(world: World) -> int:
    query = select(func.count(Commitment.id)).where(Commitment.organisation_id == world.alder.id)
    return db.session.scalar(query) or 0


def new_commitment(client: CheckingClient, title: str = "A living wage") -> tuple[str, dict[str, Any]]:
    """Return where the form of a new commitment is sent, and what is sent."""
    page = client.get("commitments.register_commitment", organisation="alder-trust")
    form = page.form("Save and continue").fill(title=title)
    return action(form), form.values | {"csrf_token": "yesterday's"}


def test_what_will_be_sent_is_shown_above_the_button_and_who_sends_it(as_: As, cora: User) -> None:
    page = send(as_(cora), *new_commitment(as_(cora)))

    said = page.main
    assert said.index("This is what will be sent") < said.index("A living wage") < said.rindex(BUTTON)
    assert "You are signed in as Cora Editor" in said


def test_pressed_twice_it_creates_once(as_: As, cora: User, world: World) -> None:
    page = send(as_(cora), *new_commitment(as_(cora)))
    assert count(world) == 0

    first, second = press(page), press(page)

    assert (first.status, second.status) == (303, 302)
    assert first.response.location == second.response.location
    assert count(world) == 1


def test_every_answer_is_sent_exactly_as_it_was(as_: As, cora: User) -> None:
    answers = {
        "form_key": "k" * 22,
        "version": "3",
        "statement": TEXT,
        "determinants": ["work", "food", "work"],
        "steps-0-title": "\r\nFirst",
        "left_empty": "",
        'na"me<': "x",
        "next": "later",
    }
    client = as_(cora)

    sent = as_sent(send(client, NEW, answers).form(BUTTON))

    assert sent.pop("csrf_token") == [client.csrf_token()]
    assert sent == {name: given if isinstance(given, list) else [given] for name, given in answers.items()}


@pytest.mark.parametrize(
    "path",
    [
        FORGOTTEN,
        f"{FORGOTTEN}?next=%2Faccount&q=m%C4%81ori+x&again=%26",
        f"{FORGOTTEN}?next=https://elsewhere.example/",
        f"{FORGOTTEN}?%22%3E%3Cscript%3E",
    ],
)
def test_it_goes_where_the_form_went(as_: As, path: str) -> None:
    """Nothing in the body or of the page before says where to."""
    answers = {
        "email": "cora@example.org",
        "action": "https://elsewhere.example/",
        "next": "//elsewhere.example",
    }
    headers = FROM_US | {"Referer": "http://127.0.0.1:8000/account"}

    assert action(send(as_(None), path, answers, headers).form(BUTTON)) == path


def test_an_address_never_becomes_one_of_another_site(app: Flask) -> None:
    for path in ("//elsewhere.example/x", "/\\elsewhere.example", "/a?b", "/a#b", "/a%2Fb"):
        with app.test_request_context(method="POST") as context:
            context.request.environ["PATH_INFO"] = context.request.path = path
            address = refused_forms._own_address()
        assert re.fullmatch(r"/[A-Za-z0-9%][A-Za-z0-9%./]*", address), address


@pytest.mark.parametrize(
    ("headers", "offered"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, True),
        ({}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Referer": "http://localhost/forgot-password"}, False),
    ],
)
def test_there_is_a_button_only_when_the_browser_says_that_a_page_of_ours_sent_it(
    as_: As, headers: dict[str, str], offered: bool
) -> None:
    page = send(as_(None), FORGOTTEN, {"email": "cora@example.org"}, headers)

    assert has_button(page) is offered
    assert page.fact("Email") == "cora@example.org"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_what_another_site_sends_is_refused_without_a_button(as_: As, headers: dict[str, str]) -> None:
    page = send(as_(None), FORGOTTEN, {"email": "cora@example.org"}, headers)

    assert page.status == 403
    assert "<form" not in page.response.text


def test_a_password_is_neither_shown_nor_sent_again(as_: As) -> None:
    page = send(as_(None), "/sign-in?next=%2Faccount", {"email": "cora@example.org", "password": PASSWORD})

    assert not has_button(page)
    assert PASSWORD not in page.response.text
    assert page.fact("Email") == "cora@example.org"
    assert "Passwords and codes are never shown again" in page.main
    assert page.link("open the page again").url == "/sign-in?next=%2Faccount"


@pytest.mark.parametrize(
    "name", ["password", "new_password", "current_password", "one_time_code", "api_TOKEN"]
)
def test_a_form_that_asked_for_a_secret_has_no_button_even_if_it_was_left_empty(as_: As, name: str) -> None:
    page = send(as_(None), FORGOTTEN, {"email": "cora@example.org", name: ""})

    assert not has_button(page)


def test_where_nothing_was_typed_there_is_nothing_to_send_again(as_: As, cora: User) -> None:
    client = as_(cora)
    page = send(client, "/sign-out")

    assert not has_button(page)
    assert "Your text is below" not in page.main
    assert "Press the button there once more" in page.main
    client.get("accounts.show_account")


def test_who_is_signed_out_signs_in_elsewhere_and_presses_twice(as_: As, cora: User, world: World) -> None:
    client = as_(cora)
    form = new_commitment(client)
    sign_out_elsewhere(cora)

    page = send(client, *form)
    assert "You are signed out" in page.main
    assert page.link("sign in in another window").url == "/sign-in"

    page = press(page)
    assert "You are signed out" in page.main, "pressed too early, the page comes again"

    client.get("accounts.sign_in").form("Sign in").fill(email=cora.email, password=PASSWORD).submit()
    page = press(page)
    assert has_button(page)
    assert "You are signed in as Cora Editor" in page.main
    assert count(world) == 0

    assert press(page).status == 303
    assert count(world) == 1


def test_a_form_for_anybody_needs_nobody_to_sign_in(as_: As) -> None:
    page = send(as_(None), FORGOTTEN, {"email": "cora@example.org"})

    assert "You are signed" not in page.main
    assert press(page).response.location == "/sign-in"


def test_what_somebody_else_is_signed_in_for_now_goes_through_the_gate(
    as_: As, cora: User, vic: User, world: World
) -> None:
    path, answers = new_commitment(as_(cora))

    page = send(as_(vic), path, answers)
    assert "You are signed in as Vic Viewer" in page.main
    page = press(page)

    assert page.status == 403
    assert page.fact("Title") == "A living wage"
    assert count(world) == 0


def test_a_file_is_never_sent_again(as_: As, cora: User) -> None:
    answers = {"title": "A living wage", "paper": (BytesIO(b"%PDF-1.7 secret"), "lease.pdf")}
    page = send(as_(cora), NEW, answers, content_type="multipart/form-data")

    assert page.fact("Title") == "A living wage"
    assert "secret" not in page.response.text


def test_what_a_page_cannot_carry_is_shown_with_a_mark_and_not_sent_again(as_: As, cora: User) -> None:
    page = send(as_(cora), NEW, {"title": "A\x00 living wage"})

    assert not has_button(page)
    assert page.fact("Title") == "A� living wage"


@pytest.mark.parametrize(("token", "offered"), [({"csrf_token": "old"}, True), ({}, False)])
def test_with_its_token_it_has_no_more_fields_than_a_form_may_have(
    as_: As, cora: User, token: dict[str, str], offered: bool
) -> None:
    fields = {f"field-{number}": "x" for number in range(1_000 - len(token))}
    client = as_(cora)
    response = client.browser.post(NEW, data=fields | token, headers=FROM_US)
    page = Page(response, client)

    assert has_button(page) is offered
    if offered:
        assert press(page).status == 422


def test_the_page_comes_without_a_button_when_the_database_goes_away(
    as_: As, cora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise OperationalError("SELECT", {}, Exception("gone"))

    path, answers = new_commitment(as_(cora))
    monkeypatch.setattr(csrf, "csrf_token", fail)

    page = send(as_(cora), path, answers)

    assert not has_button(page)
    assert page.fact("Title") == "A living wage"
