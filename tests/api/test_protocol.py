"""How the API behaves towards programs, caches and browsers, whatever is read."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.sign_in import Attempt
from equity_tracker.web import throttle
from equity_tracker.web.access import public
from equity_tracker.web.throttle import Limit
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

LISTS = "commitments organisations programmes rounds statements case-studies supports vocabulary".split()


@pytest.mark.parametrize("name", ["", *(f"/{name}" for name in LISTS)])
def test_every_list_may_be_kept_for_a_while_and_read_by_pages_of_other_sites(
    program: FlaskClient, name: str
) -> None:
    answer = program.get(f"/api/v1{name}", headers={"Origin": "https://elsewhere.example"})

    assert answer.headers["Cache-Control"] == "public, max-age=20"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    again = program.get(f"/api/v1{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_head_is_like_get_without_the_body(program: FlaskClient) -> None:
    got, asked = program.get("/api/v1/vocabulary"), program.head("/api/v1/vocabulary")

    assert (asked.status_code, asked.data) == (200, b"")
    assert asked.headers["Content-Length"] == str(len(got.data))
    assert asked.headers["ETag"] == got.headers["ETag"]


def test_the_next_part_is_in_a_header_too(program: FlaskClient) -> None:
    answer = program.get("/api/v1/vocabulary?limit=2")

    assert answer.headers["Link"] == f'<{json.loads(answer.data)["next"]}>; rel="next"'
    assert "Link" not in program.get("/api/v1/vocabulary?limit=100").headers


def test_a_browser_that_asks_first_is_told_what_it_may_do(program: FlaskClient) -> None:
    answer = program.options("/api/v1/commitments", headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_what_cannot_be_done_says_what_can(program: FlaskClient, method: str) -> None:
    answer = program.open("/api/v1/commitments", method=method)

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nothing", "/api/v2/commitments", "/api/", "/api/v1/commitments/", "/api/v1/commitments/%00"],
)
def test_an_address_that_names_nothing_is_told_as_a_problem(program: FlaskClient, path: str) -> None:
    answer = program.get(path)

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    said = json.loads(answer.data)
    assert set(said) == {"type", "title", "status", "detail", "instance", "errors"}
    assert said["type"] == "http://127.0.0.1:8000/data/api#error-404"
    assert said["instance"] == answer.headers["X-Request-ID"]


def test_a_fault_of_ours_is_told_without_its_words(
    app: Flask, program: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the database")

    monkeypatch.setitem(app.view_functions, "api.list_vocabulary", public(fail))
    monkeypatch.setattr(app, "testing", False)
    answer = program.get("/api/v1/vocabulary")

    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_whoever_is_signed_in_reads_the_same_bytes(app: Flask, public_world: World) -> None:
    make_published(public_world.alder, public_world.programme, now=NOW)
    seen = {
        CheckingClient(app, person).browser.get("/api/v1/commitments").data
        for person in (None, public_world.cora, public_world.olga)
    }

    assert len(seen) == 1


def test_too_many_reads_are_asked_to_wait(program: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        throttle, "API_BY_NETWORK", Limit("api by network", 2, throttle.API_BY_NETWORK.within)
    )
    # What has not changed since is answered from what is kept, and costs nobody a turn.
    answers = [program.get(f"/api/v1/commitments?limit={number}") for number in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].mimetype == "application/problem+json"
    assert int(answers[2].headers["Retry-After"]) == 600
    # To ask what may be done costs nothing.
    assert program.options("/api/v1/vocabulary").status_code == 200


def test_a_read_that_is_counted_says_nobody_s_address(program: FlaskClient) -> None:
    program.get("/api/v1/vocabulary")

    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1
    assert "127.0.0.1" not in json.dumps(db.session.scalars(select(Attempt.key)).all())


def test_the_page_cache_takes_no_token_s_answer_for_everybody(program: FlaskClient) -> None:
    """What is below `/organisation` is one organisation's; `/organisations` is everybody's."""
    answer = program.get("/api/v1/organisation/commitments", headers={"Authorization": "Bearer nobody"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
