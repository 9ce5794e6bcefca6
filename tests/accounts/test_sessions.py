from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import ABSOLUTE_LIMIT, IDLE_LIMIT, UserSession
from equity_tracker.model.tokens import hash_token
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD

As = Callable[[User | None], CheckingClient]
CookieOf = Callable[[CheckingClient], str]
WithCookie = Callable[[str], CheckingClient]
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


def is_signed_in(client: CheckingClient) -> bool:
    return client.browser.get("/account").status_code == 200


def test_signing_out_ends_the_session_for_a_copied_cookie_too(
    as_: As, cora: User, cookie_of: CookieOf, with_cookie: WithCookie
) -> None:
    client = as_(cora)
    copy = with_cookie(cookie_of(client))
    assert is_signed_in(copy)

    page = client.get("accounts.show_account").form("Sign out").submit()

    assert page.heading == "Sign in"
    assert page.flash == "Done You are signed out."
    assert cookie_of(client) == ""
    assert not is_signed_in(copy)
    assert db.session.scalars(select(Activity.kind)).all() == [ActivityKind.SIGNED_OUT]


def test_signing_out_tells_the_browser_to_forget_what_it_kept(as_: As, cora: User) -> None:
    sent = as_(cora).get("accounts.show_account").form("Sign out").submit(expected=303)

    assert sent.response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_cookie_from_before_signing_in_never_becomes_signed_in(
    app: Flask, cora: User, cookie_of: CookieOf, with_cookie: WithCookie
) -> None:
    client = with_cookie("planted by somebody else")
    form = client.get("accounts.sign_in").form("Sign in").fill(email=cora.email, password=PASSWORD)
    form.submit(expected=303)

    assert is_signed_in(client)
    assert cookie_of(client) != "planted by somebody else"
    assert not is_signed_in(with_cookie("planted by somebody else"))


def test_signing_in_again_on_the_same_browser_gives_a_new_id(
    sign_in: Callable[..., Page], app: Flask, cora: User, cookie_of: CookieOf, with_cookie: WithCookie
) -> None:
    client = CheckingClient(app, None)
    sign_in(cora.email, client=client)
    first = cookie_of(client)
    client.get("accounts.show_account").form("Sign out").submit()
    sign_in(cora.email, client=client)

    assert cookie_of(client) not in {"", first}
    assert not is_signed_in(with_cookie(first))


def test_the_cookie_is_stored_only_as_a_hash(
    sign_in: Callable[..., Page], app: Flask, cora: User, cookie_of: CookieOf
) -> None:
    client = CheckingClient(app, None)
    sent = sign_in(cora.email, client=client)

    assert len(cookie_of(client)) >= 43  # 256 bits in base 64
    stored = db.session.scalars(select(UserSession)).one()
    assert stored.token_hash == hash_token(cookie_of(client))
    cookie = next(line for line in sent.response.headers.getlist("Set-Cookie") if line.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_session_ends_after_an_hour_without_use(as_: As, cora: User) -> None:
    client = as_(cora)
    with clock.fixed(NOW + IDLE_LIMIT - timedelta(minutes=1)):
        assert is_signed_in(client)
    with clock.fixed(NOW + 2 * IDLE_LIMIT - timedelta(minutes=2)):
        assert is_signed_in(client)  # it was used in between
    with clock.fixed(NOW + 3 * IDLE_LIMIT):
        assert not is_signed_in(client)


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(as_: As, cora: User) -> None:
    client = as_(cora)
    for minutes in range(50, 12 * 60, 50):
        with clock.fixed(NOW + timedelta(minutes=minutes)):
            assert is_signed_in(client)
    with clock.fixed(NOW + ABSOLUTE_LIMIT):
        assert not is_signed_in(client)


def test_suspending_somebody_ends_what_is_open(as_: As, cora: User) -> None:
    client = as_(cora)
    cora.suspended_at = NOW
    db.session.commit()

    assert not is_signed_in(client)


def test_the_account_page_lists_open_sessions_and_ends_one(as_: As, cora: User) -> None:
    here, there = as_(cora), as_(cora)
    other = db.session.scalars(select(UserSession).order_by(UserSession.id.desc()).limit(1)).one()
    other.browser, other.last_seen_at = CHROME, NOW - timedelta(minutes=5)
    db.session.commit()
    public_id = other.public_id
    page = here.get("accounts.show_account")

    assert [row[0] for row in page.table("Open sessions")] == ["A browser This one", "Chrome on Windows"]

    page = here.post("accounts.end_session", user_session=public_id)

    assert page.flash == "Done You are signed out of Chrome on Windows."
    assert len(page.table("Open sessions")) == 1
    assert not is_signed_in(there)
    assert is_signed_in(here)
    line = db.session.scalars(select(Activity)).one()
    assert (line.kind, line.subject_id) == (ActivityKind.SESSION_ENDED, public_id)


def test_ending_the_session_in_use_signs_out(as_: As, cora: User) -> None:
    client = as_(cora)
    public_id = db.session.scalars(select(UserSession.public_id)).one()

    assert client.post("accounts.end_session", user_session=public_id).heading == "Sign in"
    assert not is_signed_in(client)


def test_all_others_end_at_once(as_: As, cora: User, vic: User) -> None:
    here, there, elsewhere = as_(cora), as_(cora), as_(vic)

    page = here.get("accounts.show_account").form("Sign out everywhere else").submit()

    assert page.flash == "Done You are signed out everywhere else."
    assert [is_signed_in(client) for client in (here, there, elsewhere)] == [True, False, True]


def test_nobody_ends_the_session_of_somebody_else(as_: As, cora: User, vic: User) -> None:
    there = as_(vic)
    public_id = db.session.scalars(select(UserSession.public_id)).one()

    as_(cora).post("accounts.end_session", user_session=public_id, expected=404)

    assert is_signed_in(there)


def test_an_unknown_session_is_not_found(as_: As, cora: User) -> None:
    as_(cora).post("accounts.end_session", user_session="222222222222", expected=404)


def test_ended_and_idle_sessions_are_not_listed(as_: As, cora: User) -> None:
    here = as_(cora)
    as_(cora)
    other = db.session.scalars(select(UserSession).order_by(UserSession.id.desc()).limit(1)).one()
    other.last_seen_at = NOW - IDLE_LIMIT
    db.session.commit()

    page = here.get("accounts.show_account")

    assert len(page.table("Open sessions")) == 1
    assert "Sign out everywhere else" not in page.text
