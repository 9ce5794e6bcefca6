"""GET /api/v1/reports: programs find reports of record, and learn of none what its page would not tell."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.report import Edition, Report
from equity_tracker.reports.job import Press, make_report
from tests.conftest import NOW
from tests.reports.records import TODAY, queued
from tests.support.client import CheckingClient
from tests.support.people import World


@pytest.fixture
def program(app: Flask, commitment: Commitment) -> FlaskClient:
    return CheckingClient(app, None).browser


def issue(press: Press, world: World, **said: Any) -> Report:
    report = queued(world.alder, **said)
    assert make_report(report.id, NOW, press) == "done"
    db.session.expire_all()
    return report


def read(program: FlaskClient, path: str, *, expected: int = 200) -> Any:
    response = program.get(f"/api/v1/reports{path}")
    assert response.status_code == expected, response.text
    return response.json


def test_a_program_finds_reports_and_compares_a_file(
    world: World, program: FlaskClient, press: Press, storage: Storage
) -> None:
    report = issue(press, world, edition=Edition.PUBLIC, issuer="Alder Trust")

    [listed] = read(program, "?organisation=alder-trust&kind=status_report")["items"]

    assert (listed["number"], listed["kind"], listed["title"]) == (
        "ET-2026-00001",
        "Status report",
        "Alder Trust",
    )
    assert (listed["as_of"], listed["issuer"], listed["pages"]) == (TODAY.isoformat(), "Alder Trust", 1)
    assert report.file_key is not None
    assert listed["file_sha256"] == hashlib.sha256(storage.get(report.file_key)).hexdigest()
    assert listed["content_sha256"] == report.content_key
    assert listed["url"] == "http://127.0.0.1:8000/reports/ET-2026-00001"
    assert program.get(listed["file_url"].removeprefix("http://127.0.0.1:8000")).data == storage.get(
        report.file_key
    )
    assert read(program, "/ET-2026-00001") == listed


def test_of_an_internal_one_a_program_learns_that_it_was_issued(
    world: World, program: FlaskClient, press: Press
) -> None:
    report = issue(press, world, issuer="Alder Trust")

    one = read(program, f"/{report.number}")

    assert {name: value for name, value in one.items() if value is not None} == {
        "number": report.number,
        "issued_at": NOW.isoformat(),
        "is_public": False,
        "url": f"http://127.0.0.1:8000/reports/{report.number}",
    }
    assert read(program, "")["items"] == []


def test_of_one_taken_back_a_program_learns_when(world: World, program: FlaskClient, press: Press) -> None:
    report = issue(press, world, edition=Edition.PUBLIC, issuer="Alder Trust")
    report.withdraw(NOW)
    db.session.commit()

    one = read(program, f"/{report.number}")

    assert (one["is_public"], one["withdrawn_at"]) == (True, NOW.isoformat())
    assert (one["title"], one["issuer"], one["file_sha256"], one["file_url"]) == (None, None, None, None)
    assert read(program, "")["items"] == []


def test_the_list_goes_on_where_it_stopped(world: World, program: FlaskClient, press: Press) -> None:
    for days in (3, 2, 1):
        issue(press, world, edition=Edition.PUBLIC, as_of=TODAY - timedelta(days=days))

    first = read(program, "?limit=2")
    rest = read(program, first["next"].partition("/reports")[2])

    assert [row["number"] for row in (*first["items"], *rest["items"])] == [
        "ET-2026-00003", "ET-2026-00002", "ET-2026-00001",
    ]  # fmt: skip
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ET-2026-99999", 404),
        ("?kind=novel", 422),
        ("?after=x", 422),
        ("?kind=board_pack", 422),
        ("?colour=1", 422),
    ],
)
def test_what_is_not_there_is_said(program: FlaskClient, path: str, status: int) -> None:
    assert read(program, path, expected=status)["status"] == status
