"""A system of an organisation, as it asks: by a token in a header, with JSON."""

import itertools
import json
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.client import CheckingClient, counted_queries

MOST_QUERIES = 90
PLACE = "/api/v1/organisation"
_keys = itertools.count(1)
CHECK_IN = {
    "delivery_code": "limited",
    "outlook_code": "on_track",
    "why": "Seven of nine contracts carry the clause.",
    "what_changed": "Two contracts were signed.",
    "level_code": "structural",
    "distribution_code": "proportionate",
    "next_step": "Sign the last two",
    "next_step_on": "2026-07-31",
}
DRAFT = {"programme_slug": "fairer-shore", "title": "Every cleaning contract pays the real living wage"}


class System:
    """What holds a token."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.app = app
        self.browser = CheckingClient(app, None).browser
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def get(self, path: str, *, expected: int = 200) -> Any:
        return self._read(self.ask("GET", path), expected)

    def post(self, path: str, said: Any, *, expected: int = 201, key: str | None = None) -> Any:
        key = key or f"key-{next(_keys)}"
        return self._read(self.ask("POST", path, said, headers={"Idempotency-Key": key}), expected)

    def patch(self, path: str, said: Any, *, version: object, expected: int = 200) -> Any:
        return self._read(self.ask("PATCH", path, said, headers={"If-Match": f'"{version}"'}), expected)

    def ask(
        self,
        method: str,
        path: str,
        said: Any = None,
        *,
        headers: dict[str, str] | None = None,
        raw: Any = None,
    ) -> TestResponse:
        body = raw if raw is not None else None if said is None else json.dumps(said)
        with counted_queries(self.app) as statements:
            answer = self.browser.open(
                PLACE + path,
                method=method,
                data=body,
                content_type=None if body is None else "application/json",
                headers=self.headers | (headers or {}),
            )
        assert len(statements) <= MOST_QUERIES, "\n".join(statements)
        assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        return answer

    @staticmethod
    def _read(answer: TestResponse, expected: int) -> Any:
        assert answer.status_code == expected, answer.text
        kind = "application/problem+json" if expected >= 400 else "application/json"
        assert answer.mimetype == kind
        return json.loads(answer.data)


def faults(problem: Any) -> dict[str, str]:
    """Return the first message about each field."""
    return {fault["field"]: fault["messages"][0] for fault in problem["errors"]}
