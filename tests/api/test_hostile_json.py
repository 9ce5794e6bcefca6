"""Bodies that no program means to send."""

import pytest
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from tests.api.systems import System
from tests.support.people import World

PROGRAMME = '"programme_slug": "fairer-shore"'


def test_nothing_hostile_is_taken_and_each_is_told_why(system: System, world: World) -> None:
    bodies = {
        "": "not JSON",
        "{": "not JSON",
        "{} {}": "not JSON",
        "[]": "Send an object",
        '"text"': "Send an object",
        "null": "Send an object",
        "[" * 100_000: "nested more than 6 deep",
        '{"a":' * 50_000: "nested more than 6 deep",
        '{"a": [[[[[[[1]]]]]]]}': "nested more than 6 deep",
        f'{{{PROGRAMME}, "title": "A", "title": "B"}}': "“title” stands twice",
        f'{{{PROGRAMME}, "title": NaN}}': "NaN is no number",
        f'{{{PROGRAMME}, "title": -Infinity}}': "-Infinity is no number",
        f'{{{PROGRAMME}, "title": {"9" * 5_000}}}': "A number is too long",
        f'{{{PROGRAMME}, "title": "half \\ud800"}}': "half a character",
        f'{{{PROGRAMME}, "half \\udc00": 1}}': "half a character",
    }
    for number, (body, says) in enumerate(bodies.items()):
        answer = system.ask("POST", "/commitments", raw=body, headers={"Idempotency-Key": str(number)})
        assert answer.status_code == 400, body[:60]
        assert answer.json is not None
        assert says in answer.json["detail"], body[:60]

    assert db.session.scalar(select(func.count()).select_from(Commitment)) == 0


@pytest.mark.parametrize("body", [b'{"title": "\xff"}', '{"title": "é"}'.encode("utf-16")])
def test_bytes_that_are_not_utf_8_are_refused(system: System, body: bytes) -> None:
    answer = system.ask("POST", "/commitments", raw=body, headers={"Idempotency-Key": "k"})

    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["detail"] == "The body is not UTF-8."


def test_a_body_of_more_than_a_megabyte_is_refused_unread(system: System) -> None:
    body = '{"title": "' + "x" * 1_048_576 + '"}'
    answer = system.ask("POST", "/commitments", raw=body, headers={"Idempotency-Key": "k"})

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_a_pair_of_surrogates_is_one_character(system: System) -> None:
    body = f'{{{PROGRAMME}, "title": "Fair \\ud83d\\ude00 work"}}'
    answer = system.ask("POST", "/commitments", raw=body, headers={"Idempotency-Key": "k"})

    assert answer.json is not None
    assert answer.json["title"] == "Fair \U0001f600 work"


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_what_is_not_said_to_be_json_is_not_read(system: System, kind: str) -> None:
    answer = system.browser.post(
        "/api/v1/organisation/commitments",
        data=b"{}",
        content_type=kind,
        headers=system.headers | {"Idempotency-Key": "k"},
    )

    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")
