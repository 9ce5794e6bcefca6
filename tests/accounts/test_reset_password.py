from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.accounts import actions, queries
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import OneTimeToken
from equity_tracker.model.tokens import hash_token
from equity_tracker.web import passwords, throttle
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD

NEW = "a heron on the weir"
EXPIRED = "This link has been used or has expired"


@pytest.fixture
def browser(app: Flask, isolated: None) -> CheckingClient:
    return CheckingClient(app, None)


def ask(browser: CheckingClient, email: str, *, expected: int | None = None) -> Page:
    page = browser.get("accounts.forgot_password")
    return page.form("Send the link").fill(email=email).submit(expected=expected)


def mailed_token() -> str:
    """Return the token of the link that was written last."""
    mail = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id.desc()).limit(1)).one()
    assert mail.name == "reset_password"
    return str(mail.context["token"])


def choose(browser: CheckingClient, token: str, password: str = NEW, *, expected: int | None = None) -> Page:
    page = browser.get("accounts.reset_password", token=token)
    return page.form("Store the new password").fill(new_password=password).submit(expected=expected)


def test_a_link_comes_by_mail_and_lets_a_new_password_be_chosen(
    browser: CheckingClient, cora: User, sign_in: Callable[..., Page]
) -> None:
    ask(browser, cora.email)
    page = choose(browser, mailed_token())

    assert page.heading == "Sign in"
    assert page.flash == "Done Your new password is stored. Sign in with it."
    sign_in(cora.email, PASSWORD, expected=422)
    sign_in(cora.email, NEW)
    kinds = db.session.scalars(select(Activity.kind).order_by(Activity.id)).all()
    assert kinds == [
        ActivityKind.PASSWORD_RESET_REQUESTED,
        ActivityKind.PASSWORD_CHANGED,
        ActivityKind.SIGNED_IN,
    ]


def test_the_answer_is_the_same_for_known_unknown_and_suspended_people(
    browser: CheckingClient, cora: User, vic: User
) -> None:
    vic.suspended_at = NOW
    db.session.commit()

    pages = [ask(browser, email) for email in (cora.email, "nobody@example.org", vic.email)]

    assert {page.flash for page in pages} == {
        "Done If there is an account with that address, a link is on its way to it. It works for one hour."
    }
    assert db.session.scalars(select(OutgoingEmail.recipient)).all() == [cora.email]
    assert len(db.session.scalars(select(OneTimeToken)).all()) == 1


def test_the_link_is_mailed_to_the_address_on_record_and_stored_only_as_a_hash(
    browser: CheckingClient, cora: User
) -> None:
    ask(browser, cora.email.upper())

    mail = db.session.scalars(select(OutgoingEmail)).one()
    link = db.session.scalars(select(OneTimeToken)).one()
    assert mail.recipient == cora.email
    assert len(mail.context["token"]) >= 43  # 256 bits in base 64
    assert link.token_hash == hash_token(mail.context["token"])


def test_opening_the_link_changes_nothing(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    token = mailed_token()
    for _ in range(3):
        browser.get("accounts.reset_password", token=token)

    assert choose(browser, token).heading == "Sign in"


def test_a_link_works_once(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    token = mailed_token()
    page = browser.get("accounts.reset_password", token=token)
    choose(browser, token)

    again = page.form("Store the new password").fill(new_password="another heron again")
    assert again.submit(expected=410).heading == EXPIRED
    assert browser.get("accounts.reset_password", token=token, expected=410).heading == EXPIRED
    db.session.refresh(cora)
    assert passwords.is_right(cora.password_hash, NEW)


def test_of_two_who_use_a_link_at_the_same_moment_one_finds_it_used(
    browser: CheckingClient, cora: User
) -> None:
    ask(browser, cora.email)
    link = queries.find_reset_link(hash_token(mailed_token()), now=NOW)
    assert link is not None  # both have read it as unused
    actions.reset_password(link, password_hash="first", now=NOW)

    with pytest.raises(actions.LinkExpired):
        actions.reset_password(link, password_hash="second", now=NOW)

    assert cora.password_hash == "first"


def test_a_link_works_for_an_hour(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    token = mailed_token()
    with clock.fixed(NOW + timedelta(minutes=59)):
        browser.get("accounts.reset_password", token=token)
    with clock.fixed(NOW + timedelta(hours=1)):
        page = browser.get("accounts.reset_password", token=token, expected=410)

    assert page.heading == EXPIRED


def test_a_tampered_link_opens_nothing(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    token = mailed_token()
    stored = db.session.scalars(select(OneTimeToken.token_hash)).one()

    for wrong in (token[:-1], token + "x", token.swapcase(), stored, "%00"):
        assert browser.get("accounts.reset_password", token=wrong, expected=410).heading == EXPIRED


def test_a_link_of_somebody_who_was_suspended_since_opens_nothing(
    browser: CheckingClient, cora: User
) -> None:
    ask(browser, cora.email)
    token = mailed_token()
    cora.suspended_at = NOW
    db.session.commit()

    browser.get("accounts.reset_password", token=token, expected=410)


def test_a_new_password_ends_every_session_and_every_other_link(
    browser: CheckingClient, as_: Callable[[User | None], CheckingClient], cora: User
) -> None:
    there = as_(cora)
    ask(browser, cora.email)
    first = mailed_token()
    ask(browser, cora.email)
    choose(browser, mailed_token())

    there.get("accounts.show_account", expected=302)
    browser.get("accounts.reset_password", token=first, expected=410)


def test_choosing_a_password_does_not_sign_in(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    choose(browser, mailed_token())

    browser.get("accounts.show_account", expected=302)


def test_a_weak_password_is_refused_and_the_link_stays_good(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    token = mailed_token()

    page = choose(browser, token, "Cora Editor 2026", expected=422)

    assert page.errors["new_password"].startswith("The password is mostly your name")
    choose(browser, token, "heron weir", expected=422)
    assert choose(browser, token).heading == "Sign in"


def test_the_owner_is_told_that_the_password_was_changed(browser: CheckingClient, cora: User) -> None:
    ask(browser, cora.email)
    choose(browser, mailed_token())

    mails = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()
    assert [(mail.name, mail.recipient) for mail in mails] == [
        ("reset_password", cora.email),
        ("password_changed", cora.email),
    ]


def test_an_owner_who_is_locked_out_gets_in_by_the_link(
    browser: CheckingClient, cora: User, sign_in: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = throttle.Limit("by account", 1, timedelta(minutes=15))
    monkeypatch.setattr(throttle, "PASSWORD_BY_ACCOUNT", limit)
    sign_in(cora.email, "quite another kettle", expected=422)
    sign_in(cora.email, expected=429)

    ask(browser, cora.email)
    choose(browser, mailed_token())

    sign_in(cora.email, NEW)


def test_nobodys_mailbox_is_flooded(browser: CheckingClient, cora: User) -> None:
    for _ in range(5):
        ask(browser, cora.email, expected=303)

    assert ask(browser, cora.email, expected=429).heading == "Too many tries in a short time"
    assert len(db.session.scalars(select(OutgoingEmail)).all()) == 5


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Enter your e-mail address"),
        ("cora", "Enter one e-mail address, like name@example.nhs.uk"),
        ("a@example.org,b@example.org", "Enter one e-mail address, like name@example.nhs.uk"),
    ],
)
def test_what_is_no_address_is_said_at_the_field(
    browser: CheckingClient, cora: User, email: str, message: str
) -> None:
    page = ask(browser, email, expected=422)

    assert page.errors == {"email": message}
    assert db.session.scalars(select(OutgoingEmail)).all() == []
