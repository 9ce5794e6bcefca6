"""The address of the API itself says what there is to read."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from equity_tracker.web import throttle
from equity_tracker.web.throttle import Limit

BASE = "http://127.0.0.1:8000"


def test_it_leads_to_everything_that_can_be_read_and_to_where_it_is_explained(program: FlaskClient) -> None:
    told = program.get("/api/v1").get_json()

    assert told["documentation"] == f"{BASE}/data/api"
    assert told["openapi"] == f"{BASE}/api/v1/openapi.json"
    described = program.get("/api/v1/openapi.json").get_json()["paths"]
    lists = {path for path in described if "{" not in path and "/organisation/" not in path} - {"/api/v1"}
    assert {row["url"] for row in told["resources"]} == {BASE + path for path in lists}
    for row in told["resources"]:
        assert row["url"].endswith(f"/{row['name']}")
    for address in (told["documentation"], told["openapi"], *(row["url"] for row in told["resources"])):
        assert program.get(address.removeprefix(BASE)).status_code == 200


def test_a_question_that_it_does_not_know_is_refused(program: FlaskClient) -> None:
    answer = program.get("/api/v1?limit=2")

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"


def test_reads_of_it_are_limited_as_of_everything_else(
    program: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "API_BY_NETWORK", Limit("api by network", 1, timedelta(minutes=5)))
    program.get("/api/v1/vocabulary")

    assert program.get("/api/v1").status_code == 429
