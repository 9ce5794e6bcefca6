import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import Attempt
from equity_tracker.web import throttle
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page

SignIn = Callable[..., Page]
WRONG = "quite another kettle"


@pytest.fixture
def few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow two wrong passwords for an account and four from a network, so that tests are quick."""
    quarter = timedelta(minutes=15)
    monkeypatch.setattr(throttle, "PASSWORD_BY_ACCOUNT", throttle.Limit("by account", 2, quarter))
    monkeypatch.setattr(throttle, "PASSWORD_BY_NETWORK", throttle.Limit("by network", 4, quarter))


def count_attempts() -> int:
    return db.session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_the_limits_are_ten_for_an_account_and_fifty_for_a_network_in_a_quarter_of_an_hour() -> None:
    quarter = timedelta(minutes=15)

    assert (throttle.PASSWORD_BY_ACCOUNT.tries, throttle.PASSWORD_BY_ACCOUNT.within) == (10, quarter)
    assert (throttle.PASSWORD_BY_NETWORK.tries, throttle.PASSWORD_BY_NETWORK.within) == (50, quarter)


def test_after_too_many_wrong_passwords_even_the_right_one_has_to_wait(
    sign_in: SignIn, few_tries: None, cora: User
) -> None:
    for _ in range(2):
        sign_in(cora.email, WRONG, expected=422)
    with clock.fixed(NOW + timedelta(minutes=5)):
        page = sign_in(cora.email, expected=429)

    assert page.heading == "Too many tries in a short time"
    assert "Try again in 10 minutes" in page.main
    assert page.response.headers["Retry-After"] == "600"
    assert page.has_link("choose a new password by a link")
    with clock.fixed(NOW + timedelta(minutes=15)):
        sign_in(cora.email)


def test_being_turned_away_does_not_make_the_wait_longer(
    sign_in: SignIn, few_tries: None, cora: User
) -> None:
    for expected in (422, 422, 429, 429, 429):
        sign_in(cora.email, WRONG, expected=expected)
    with clock.fixed(NOW + timedelta(minutes=14)):
        sign_in(cora.email, expected=429)
    with clock.fixed(NOW + timedelta(minutes=15)):
        sign_in(cora.email)


def test_an_unknown_address_is_slowed_down_like_a_known_one(sign_in: SignIn, few_tries: None) -> None:
    codes = (422, 422, 429)
    for expected in codes:
        sign_in("nobody@example.org", WRONG, expected=expected)


def test_another_spelling_of_the_address_is_no_way_round(
    sign_in: SignIn, few_tries: None, cora: User
) -> None:
    sign_in(cora.email, WRONG, expected=422)
    sign_in(cora.email.upper(), WRONG, expected=422)

    sign_in(cora.email.title(), WRONG, expected=429)


def test_one_network_is_slowed_down_over_many_addresses(sign_in: SignIn, few_tries: None, cora: User) -> None:
    for number in range(4):
        sign_in(f"person{number}@example.org", WRONG, expected=422)

    sign_in(cora.email, expected=429)


def test_a_header_does_not_make_another_network(app: Flask, few_tries: None, cora: User) -> None:
    for number in range(5):
        client = CheckingClient(app, None)
        token = client.csrf_token()
        sent = client.browser.post(
            "/sign-in",
            data={"csrf_token": token, "email": f"person{number}@example.org", "password": WRONG},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )

    assert sent.status_code == 429


def test_a_right_password_does_not_count_and_forgets_the_wrong_ones(
    sign_in: SignIn, few_tries: None, cora: User
) -> None:
    sign_in(cora.email, WRONG, expected=422)
    sign_in(cora.email)
    assert count_attempts() == 1  # the wrong one still counts for the network

    sign_in(cora.email, WRONG, expected=422)
    sign_in(cora.email)


def test_the_table_of_tries_tells_no_address(sign_in: SignIn, cora: User) -> None:
    sign_in(cora.email, WRONG, expected=422)

    keys = db.session.scalars(select(Attempt.key)).all()
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)
    assert not any(cora.email in key or "127.0.0.1" in key for key in keys)


def test_old_tries_are_swept_away_with_the_next_one(sign_in: SignIn, cora: User) -> None:
    sign_in(cora.email, WRONG, expected=422)
    with clock.fixed(NOW + timedelta(minutes=16)):
        sign_in(cora.email, WRONG, expected=422)

    assert count_attempts() == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ],
)
def test_a_network_is_one_address_or_one_subscriber(app: Flask, address: str, network: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert throttle.network() == network


def test_of_many_tries_at_the_same_moment_no_more_than_the_limit_get_through(
    app: Flask, few_tries: None
) -> None:
    """Real transactions on real connections, so nothing here is rolled back: the key is its own."""
    results: list[bool] = []
    start = threading.Barrier(8)

    def attempt() -> None:
        with app.test_request_context():
            start.wait()
            try:
                throttle.count((throttle.PASSWORD_BY_ACCOUNT, "race@example.org"))
            except throttle.TooManyTries:
                results.append(False)
            else:
                results.append(True)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.test_request_context():
        throttle.clear(throttle.PASSWORD_BY_ACCOUNT, "race@example.org")
        db.session.commit()

    assert len(results) == 8
    assert sum(results) <= 2
