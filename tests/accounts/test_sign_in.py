from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.sign_in import Attempt, UserSession
from equity_tracker.web import passwords
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD, World

SignIn = Callable[..., Page]


def count_sessions() -> int:
    return db.session.scalar(select(func.count()).select_from(UserSession)) or 0


class CountingHasher:
    """Counts how often a password is compared, with whatever hash."""

    def __init__(self) -> None:
        self.compared: list[str] = []

    def verify(self, stored: str, typed: str) -> bool:
        self.compared.append(stored)
        return PasswordHasher().verify(stored, typed)


def test_somebody_with_one_workspace_signs_in_straight_to_it(sign_in: SignIn, cora: User) -> None:
    page = sign_in(cora.email)

    assert page.response.location == "/o/alder-trust/"
    assert db.session.scalars(select(Activity.kind).where(Activity.actor_id == cora.id)).all() == [
        ActivityKind.SIGNED_IN
    ]


def test_somebody_on_a_programmes_staff_signs_in_straight_to_it(sign_in: SignIn, paula: User) -> None:
    assert sign_in(paula.email).response.location == "/p/fairer-shore/"


def test_somebody_with_two_workspaces_chooses_between_them(sign_in: SignIn, world: World, cora: User) -> None:
    db.session.add(
        Membership(user=cora, organisation=world.birch, role=OrganisationRole.VIEWER, created_at=NOW)
    )
    db.session.commit()

    assert sign_in(cora.email).response.location == "/workspaces"


def test_an_address_is_known_in_capitals_and_with_spaces_around_it(sign_in: SignIn, cora: User) -> None:
    sign_in(f"  {cora.email.upper()} ")


def test_a_wrong_password_an_unknown_address_and_a_suspended_person_read_the_same(
    sign_in: SignIn, cora: User, vic: User
) -> None:
    vic.suspended_at = NOW
    db.session.commit()

    pages = [
        sign_in(cora.email, "quite another kettle", expected=422),
        sign_in("nobody@example.org", expected=422),
        sign_in(vic.email, expected=422),
    ]

    assert {tuple(page.error_list) for page in pages} == {
        ("The e-mail address or the password is not right. Try again, or choose a new password",)
    }
    assert count_sessions() == 0


def test_a_refused_sign_in_compares_one_password_whether_the_account_is_known_or_not(
    sign_in: SignIn, cora: User, vic: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    vic.suspended_at = NOW
    db.session.commit()
    counted = []
    for email in (cora.email, vic.email, "nobody@example.org"):
        hasher = CountingHasher()
        monkeypatch.setattr(passwords, "HASHER", hasher)
        sign_in(email, "quite another kettle", expected=422)
        counted.append(len(hasher.compared))

    assert counted == [1, 1, 1]


def test_a_refused_sign_in_keeps_the_address_and_not_the_password(sign_in: SignIn, cora: User) -> None:
    page = sign_in(cora.email, "quite another kettle", expected=422)

    assert page.form("Sign in").values["email"] == [cora.email]
    assert "quite another kettle" not in page.response.text


@pytest.mark.parametrize(
    ("email", "password", "error"),
    [
        ("", PASSWORD, {"email": "Enter your e-mail address"}),
        ("cora", PASSWORD, {"email": "Enter one e-mail address, like name@example.nhs.uk"}),
        ("cora@example.org", "", {"password": "Enter your password"}),
        ("cora@example.org", "x" * 201, {"password": "Your password must be 200 characters or fewer"}),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    sign_in: SignIn, email: str, password: str, error: dict[str, str]
) -> None:
    assert sign_in(email, password, expected=422).errors == error


@pytest.mark.parametrize(
    ("target", "lands_on"),
    [
        ("/account", "/account"),
        ("/commitments?domain=work", "/commitments?domain=work"),
        ("https://elsewhere.example/", "/o/alder-trust/"),
        ("//elsewhere.example", "/o/alder-trust/"),
        ("///elsewhere.example", "/o/alder-trust/"),
        ("/\\elsewhere.example", "/o/alder-trust/"),
        ("/\t/elsewhere.example", "/o/alder-trust/"),
        ("http:elsewhere.example", "/o/alder-trust/"),
        ("/..//elsewhere.example", "/o/alder-trust/"),
        ("javascript:alert(1)", "/o/alder-trust/"),
        ("/no-such-page", "/o/alder-trust/"),
        ("/sign-out", "/o/alder-trust/"),
        ("", "/o/alder-trust/"),
    ],
)
def test_signing_in_leads_on_to_pages_of_ours_only(
    app: Flask, cora: User, target: str, lands_on: str
) -> None:
    page = CheckingClient(app, None).get("accounts.sign_in", next=target)
    sent = page.form("Sign in").fill(email=cora.email, password=PASSWORD).submit(expected=303)

    assert sent.response.location == lands_on


def test_a_page_that_needs_an_account_is_shown_after_signing_in(app: Flask, cora: User) -> None:
    client = CheckingClient(app, None)
    sent_away = client.get("accounts.show_account", expected=302)

    form = client.get_url(sent_away.response.location).form("Sign in")
    page = form.fill(email=cora.email, password=PASSWORD).submit()

    assert page.heading == "Your account"


def test_somebody_who_is_signed_in_is_not_asked_again(
    as_: Callable[[User | None], CheckingClient], cora: User
) -> None:
    page = as_(cora).get("accounts.sign_in", expected=302)

    assert page.response.location == "/o/alder-trust/"


def test_a_form_left_open_too_long_keeps_the_address_but_not_the_password(app: Flask, cora: User) -> None:
    client = CheckingClient(app, None)
    fields = {"email": cora.email, "password": PASSWORD, "csrf_token": "of another day"}

    page = client.post("accounts.sign_in", fields, expected=400)

    assert cora.email in page.text
    assert PASSWORD not in page.response.text
    assert count_sessions() == 0


def test_a_password_hashed_at_another_cost_is_hashed_anew(sign_in: SignIn, cora: User) -> None:
    assert passwords.is_outdated(cora.password_hash)

    sign_in(cora.email)

    db.session.refresh(cora)
    assert not passwords.is_outdated(cora.password_hash)
    assert passwords.is_right(cora.password_hash, PASSWORD)


def test_when_too_many_sign_in_at_once_the_page_says_when_to_come_back(
    sign_in: SignIn, cora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> bool:
        raise passwords.TooBusy

    monkeypatch.setattr(passwords, "is_right", busy)

    page = sign_in(cora.email, expected=503)

    assert page.response.headers["Retry-After"] == "10"
    assert db.session.scalars(select(Attempt)).all() == []  # nobody has guessed anything
