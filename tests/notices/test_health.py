import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from equity_tracker.extensions import db
from equity_tracker.model.job import Heartbeat
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition, Report, ReportKind
from equity_tracker.web import health
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.people import World

ALL_WELL = dict.fromkeys(("database", "disk", "queue", "schema"), "ok")
As = Callable[[User | None], CheckingClient]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def checks(as_: As, *, expected: int) -> dict[str, Any]:
    response = as_(None).get("health.ready", expected=expected).response
    assert response.json is not None
    assert response.json["status"] == ("ok" if expected == 200 else "failing")
    found: dict[str, Any] = response.json["checks"]
    return found


def test_a_process_that_answers_is_live_and_asks_the_database_nothing(as_: As) -> None:
    page = as_(None).get("health.live", most_queries=0)

    assert page.response.json == {"status": "ok"}


def test_all_is_well_and_names_no_version(as_: As) -> None:
    page = as_(None).get("health.ready")

    assert page.response.json == {"status": "ok", "checks": ALL_WELL}
    assert page.response.headers["Cache-Control"] == "no-store"


def test_asking_leaves_nothing_behind(as_: As) -> None:
    as_(None).get("health.ready")

    assert db.session.query(Heartbeat).count() == 0


def test_mail_that_nobody_posts_turns_it_red(as_: As) -> None:
    late = OutgoingEmail.to(
        "cora@example.org", "password_changed", key="x", context={}, now=NOW - timedelta(minutes=16)
    )
    db.session.add(late)
    db.session.commit()
    assert checks(as_, expected=503) == ALL_WELL | {"queue": "failing"}

    late.state = EmailState.SENT
    db.session.commit()
    assert checks(as_, expected=200) == ALL_WELL


def test_mail_that_waits_for_its_next_attempt_does_not(as_: As) -> None:
    email = OutgoingEmail.to(
        "cora@example.org", "password_changed", key="x", context={}, now=NOW - timedelta(hours=5)
    )
    email.due_at = NOW + timedelta(minutes=1)
    db.session.add(email)
    db.session.commit()

    assert checks(as_, expected=200) == ALL_WELL


def test_a_report_that_nobody_makes_turns_it_red(as_: As, world: World) -> None:
    db.session.add(
        Report(
            organisation=world.alder,
            kind=ReportKind.STATUS_REPORT,
            edition=Edition.INTERNAL,
            as_of=NOW.date(),
            requested_at=NOW - timedelta(minutes=16),
        )
    )
    db.session.commit()

    assert checks(as_, expected=503) == ALL_WELL | {"queue": "failing"}


def test_a_full_disk_turns_it_red(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10**12, 10**12, 10**6))

    assert checks(as_, expected=503) == ALL_WELL | {"disk": "failing"}


def test_a_database_that_is_behind_the_code_turns_it_red(as_: As) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '000'"))
    db.session.commit()

    assert checks(as_, expected=503) == ALL_WELL | {"schema": "failing"}


def test_a_database_that_is_away_turns_it_red_and_keeps_its_address_to_itself(
    as_: As, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(None)

    def fail(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("could not connect to db.internal"))

    with monkeypatch.context() as patched:
        patched.setattr(db.engine, "connect", fail)
        response = client.browser.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json == {
        "status": "failing",
        "checks": {"database": "failing", "disk": "ok", "queue": "failing", "schema": "failing"},
    }
    assert "internal" not in response.text


def test_the_code_knows_which_migration_it_was_written_for(app: Flask) -> None:
    with app.app_context():
        assert health._heads() != set()
