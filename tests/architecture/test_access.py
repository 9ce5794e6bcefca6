"""Who gets what from every page: the application against a table that people write by hand.

`access.csv` has one line for each endpoint and method and one column for each kind of person, with the
status they must get for an object of Alder's in the programme Fairer Shore. POSTs carry a good token and no
answers.
"""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.access_world import AccessWorld
from tests.architecture.conftest import forgotten
from tests.support.client import CheckingClient, counted_queries

TABLE = Path(__file__).with_name("access.csv")
PEOPLE = (
    "anonymous stranger viewer editor approver admin other_admin coordinator other_coordinator observer"
    " operator suspended removed"
).split()
# Rows of sessions and attempts may be written while a page is only read, in transactions of their own;
# the readiness check tries whether it could write, and takes it back.
OWN_TRANSACTIONS = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (user_sessions|attempts|heartbeats)\b")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
REQUEST_ID = re.compile(r"[0-9a-f]{16}")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')

Expected = dict[str, str]
Ask = Callable[[str, str, str, dict[str, str]], tuple[int, str, list[str]]]


def lines() -> list[Expected]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_name(row: Expected) -> str:
    return f"{row['method']} {row['endpoint']}"


@pytest.fixture
def ask(app: Flask, here: AccessWorld) -> Ask:
    """Return a function that asks as one kind of person, and forgets what the request changed."""

    def as_person(
        who: str, endpoint: str, method: str, arguments: dict[str, str]
    ) -> tuple[int, str, list[str]]:
        with forgotten():
            browser = CheckingClient(app, here.people[who])
            if who in {"suspended", "removed"}:
                here.end(who)
            address = browser._url(endpoint, dict(arguments))
            data = {"csrf_token": browser.csrf_token()} if method == "POST" else None
            with counted_queries(app) as statements:
                answer = browser.browser.open(address, method=method, data=data)
            return answer.status_code, answer.get_data().decode(errors="replace"), statements

    return as_person


def test_the_table_has_every_endpoint_and_method_and_no_other(app: Flask) -> None:
    real = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    listed = [(row["endpoint"], row["method"]) for row in lines()]
    assert len(listed) == len(set(listed)), "a line stands twice"
    assert set(listed) == real


def test_the_table_has_every_kind_of_person_and_no_empty_cell() -> None:
    for row in lines():
        assert set(row) == {"endpoint", "method", *PEOPLE}
        assert all(row.values()), by_name(row)


@pytest.mark.parametrize("row", lines(), ids=by_name)
def test_everybody_gets_what_the_table_says(row: Expected, here: AccessWorld, ask: Ask) -> None:
    arguments = here.arguments(row["endpoint"])
    found = dict(row)
    written = []
    for who in PEOPLE:
        status, _, statements = ask(who, row["endpoint"], row["method"], arguments)
        found[who] = str(status)
        if row["method"] == "GET" or status in {401, 403, 404}:
            written += [
                f"{who}: {said}"
                for said in statements
                if WRITES.match(said) and not OWN_TRANSACTIONS.match(said)
            ]
    assert found == row
    assert written == [], "a page that was only read, or refused, wrote"


def with_objects() -> Iterator[Expected]:
    """Yield the lines of workspace pages whose address names something beside the workspace."""
    for row in lines():
        if row["anonymous"] in {"302", "401"} and row["endpoint"].partition(".")[0] in {
            "commitments",
            "check_ins",
            "partnerships",
            "reports",
            "organisations",
        }:
            yield row


@pytest.mark.parametrize("row", list(with_objects()), ids=by_name)
def test_what_belongs_to_others_looks_like_what_does_not_exist(
    row: Expected, app: Flask, here: AccessWorld, ask: Ask
) -> None:
    """Eve, at home in Birch, names Alder's things in Birch's addresses, and then things that never were."""
    arguments = here.arguments(row["endpoint"])
    things = set(arguments) - {"organisation", "section", "participation", "kind"}
    if not things:
        return
    foreign = arguments | {"organisation": here.world.birch.slug}
    missing = foreign | dict.fromkeys(things, "zzzzzzzzzzzz")
    seen = [
        (status, TOKEN.sub("", REQUEST_ID.sub("", body)))
        for status, body, _ in (
            ask("other_admin", row["endpoint"], row["method"], wanted) for wanted in (foreign, missing)
        )
    ]
    assert seen[0][0] == 404
    assert seen[0] == seen[1]


def test_a_person_without_the_right_role_never_reads_the_name_of_a_draft(
    app: Flask, here: AccessWorld
) -> None:
    for row in lines():
        arguments = here.arguments(row["endpoint"])
        if row["method"] == "GET" and arguments.get("commitment") == here.draft.public_id:
            address = CheckingClient(app, None)._url(row["endpoint"], dict(arguments))
            for outsider in ("stranger", "other_admin", "coordinator", "operator"):
                body = CheckingClient(app, here.people[outsider]).browser.get(address).text
                assert str(here.draft.title) not in body, by_name(row)
