"""A browser for tests that checks every page it is shown, and fails on what no page may do."""

from __future__ import annotations

import contextvars
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask, url_for
from flask.globals import _cv_app
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from equity_tracker import clock, counted_once
from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import ABSOLUTE_LIMIT, UserSession
from equity_tracker.model.tokens import hash_token
from equity_tracker.web import csrf
from tests.support.page import Page
from tests.support.page_checks import check_page

MOST_QUERIES = 25
PAGE_AROUND = (
    '<!doctype html><html lang="en"><head><title>Part</title></head>'
    "<body><h1>Part</h1><h2>Part</h2>{}</body></html>"
)
CSRF_FIELD = re.compile(r'name="csrf_token" value="([^"]+)"')


class OwnContextClient(FlaskClient):
    """Give each request an application context of its own, as a server does.

    Flask would otherwise run it in the test's context, where `g` and the session of the test live.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        context = contextvars.copy_context()
        context.run(_cv_app.set, None)  # type: ignore[arg-type]
        kwargs.setdefault("buffered", True)  # What is streamed is read there, too.
        return context.run(super().open, *args, **kwargs)


class CheckingClient:
    """A browser that one person (or nobody) is signed in on."""

    def __init__(self, app: Flask, person: User | None) -> None:
        self.app = app
        self.browser = app.test_client()
        if person is not None:
            self._sign_in(person)

    def get(
        self, endpoint: str, *, expected: int = 200, most_queries: int = MOST_QUERIES, **arguments: Any
    ) -> Page:
        """Open a page and check it; follow no redirect."""
        return self.get_url(self._url(endpoint, arguments), expected=expected, most_queries=most_queries)

    def get_url(self, url: str, *, expected: int = 200, most_queries: int = MOST_QUERIES) -> Page:
        with counted_queries(self.app) as statements:
            response = self.browser.get(url)
        return self._page(response, expected, statements, most_queries)

    def post(
        self,
        endpoint: str,
        fields: dict[str, Any] | None = None,
        *,
        expected: int | None = None,
        most_queries: int = 60,
        **arguments: Any,
    ) -> Page:
        """Send a form as if from its page, and follow its redirect unless `expected` says what must come."""
        return self.post_url(
            self._url(endpoint, arguments), fields, expected=expected, most_queries=most_queries
        )

    def post_url(
        self,
        url: str,
        fields: dict[str, Any] | None = None,
        *,
        expected: int | None = None,
        most_queries: int = 60,
    ) -> Page:
        data = dict(fields or {})
        if "csrf_token" not in data:
            data["csrf_token"] = self.csrf_token()
        with counted_queries(self.app) as statements:
            response = self.browser.post(url, **_encoded(data))
        if expected is None and response.status_code in {302, 303}:
            assert response.location, "a redirect must say where to"
            return self.get_url(response.location)
        return self._page(response, expected or 200, statements, most_queries)

    def post_for_part(
        self, endpoint: str, fields: dict[str, Any], *, expected: int = 200, **arguments: Any
    ) -> Page:
        """Send a form as a script does that puts the answer, a part of a page, into the page it is on."""
        url = self._url(endpoint, arguments)
        with counted_queries(self.app) as statements:
            response = self.browser.post(url, data={"csrf_token": self.csrf_token()} | fields)
        assert response.status_code == expected, f"{url}: {response.status_code}, not {expected}"
        assert len(statements) <= MOST_QUERIES, "\n".join(statements)
        if expected == 200:
            check_page(url, expected, PAGE_AROUND.format(response.text))
        return Page(response, self)

    def csrf_token(self) -> str:
        """Return the token that this browser's forms carry."""
        if found := CSRF_FIELD.search(self.browser.get("/sign-in").text):
            return found.group(1)
        # Whoever is signed in is led on from there, and has a token that follows from the session's.
        cookie = self.browser.get_cookie(self.app.config["USER_COOKIE_NAME"])
        assert cookie is not None
        return csrf._derive(self.app.secret_key, hash_token(cookie.value))

    def _sign_in(self, person: User) -> None:
        token = secrets.token_urlsafe(32)
        now = clock.now()
        db.session.add(
            UserSession(
                token_hash=hash_token(token),
                user_id=person.id,
                created_at=now,
                last_seen_at=now - timedelta(seconds=1),
                expires_at=now + ABSOLUTE_LIMIT,
                browser="tests",
            )
        )
        db.session.commit()
        self.browser.set_cookie(self.app.config["USER_COOKIE_NAME"], token, domain="localhost")

    def _url(self, endpoint: str, arguments: dict[str, Any]) -> str:
        with self.app.test_request_context(base_url="http://127.0.0.1:8000"):
            return url_for(endpoint, **arguments)

    def _page(self, response: TestResponse, expected: int, statements: list[str], most_queries: int) -> Page:
        assert response.status_code == expected, (
            f"{response.request.method} {response.request.path}: {response.status_code}, not {expected}\n"
            f"{Page(response, self).text[:1500]}"
        )
        listed = "\n".join(statements)
        assert len(statements) <= most_queries, f"{len(statements)} queries on one page:\n{listed}"
        page = Page(response, self)
        if page.is_html and response.status_code not in {301, 302, 303, 304}:
            check_page(page.url, page.status, response.text, page.root)
        return page


def _encoded(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the test client posts. It would put files into a temporary one and leave that open."""
    if not any(isinstance(value, FileStorage) for value in data.values()):
        return {"data": data}
    boundary, body = encode_multipart(data)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that run within the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def forget_pages(app: Flask) -> None:
    """Forget what is kept of pages, and counts: what is rolled back counts to the same number again."""
    app.extensions["page_cache"].clear()
    for memory in (counted_once.MEMORY, counted_once.NUMBERS):
        app.extensions.pop(memory, None)
