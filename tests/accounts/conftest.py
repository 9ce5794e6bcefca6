"""What the tests of accounts share: signing in by hand, and the cookie that a browser was given."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import PASSWORD, World


@pytest.fixture
def sign_in(app: Flask, world: World) -> Callable[..., Page]:
    """Return what sends the sign-in form, from a new browser unless one is given."""

    def send(
        email: str,
        password: str = PASSWORD,
        *,
        expected: int = 303,
        client: CheckingClient | None = None,
    ) -> Page:
        page = (client or CheckingClient(app, None)).get("accounts.sign_in")
        return page.form("Sign in").fill(email=email, password=password).submit(expected=expected)

    return send


@pytest.fixture
def cookie_of(app: Flask) -> Callable[[CheckingClient], str]:
    """Return what stands in a browser's session cookie."""

    def read(client: CheckingClient) -> str:
        cookie = client.browser.get_cookie(app.config["USER_COOKIE_NAME"], domain="localhost")
        return cookie.value if cookie else ""

    return read


@pytest.fixture
def with_cookie(app: Flask) -> Callable[[str], CheckingClient]:
    """Return another browser that was given a copy of a cookie."""

    def copy(token: str) -> CheckingClient:
        client = CheckingClient(app, None)
        client.browser.set_cookie(app.config["USER_COOKIE_NAME"], token, domain="localhost")
        return client

    return copy
