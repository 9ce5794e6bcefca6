import signal
import socket
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection
from typing import Any

import pytest
import waitress
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.jobs import heartbeats
from equity_tracker.jobs.timetable import TIMETABLE
from equity_tracker.model.job import JobRun
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.round import RoundState
from equity_tracker.web import log_lines
from tests.conftest import NOW
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.people import World
from tests.support.web_server import serving

FIRST_REMINDER = date(2026, 8, 31)
DUE = date(2026, 9, 30)


@pytest.fixture
def _due(world: World) -> None:
    """Ask for a check-in whose first reminder falls on FIRST_REMINDER."""
    commitment = make_published(world.alder, world.programme, now=NOW)
    row = commitment.expect_check_in(make_round(world.programme, due_on=DUE, state=RoundState.OPEN))
    row.next_reminder_on = FIRST_REMINDER
    db.session.add(row)
    db.session.commit()


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["jobs", *words])


def mails() -> list[str]:
    return list(db.session.scalars(select(OutgoingEmail.recipient)))


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.5"])
def test_the_web_process_listens_where_the_settings_say(
    app: Flask, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(waitress, "serve", lambda _app, **options: given.update(options))
    monkeypatch.setattr(log_lines, "configure", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], host=host, port=8123))

    result = app.test_cli_runner().invoke(args=["web"])

    assert result.exit_code == 0, result.output
    assert (given["host"], given["port"]) == (host, 8123)


def test_many_who_never_finish_their_requests_stop_nobody(app: Flask) -> None:
    with ExitStack() as held, serving(app) as port:
        for _ in range(300):
            slow = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as reader:
            reader.request("GET", "/healthz/live")
            assert reader.getresponse().status == 200


@pytest.mark.usefixtures("_due")
def test_a_job_runs_as_if_it_were_another_day(app: Flask) -> None:
    result = run(app, "run-once", "reminders", "--on", FIRST_REMINDER.isoformat())

    assert result.exit_code == 0, result.output
    assert "mails 1" in result.output
    assert mails() == ["ada.admin@example.org"]
    [row] = db.session.scalars(select(JobRun))
    assert clock.local_date(row.started_at) == FIRST_REMINDER


@pytest.mark.usefixtures("_due")
def test_a_job_runs_today_unless_a_day_is_given(app: Flask) -> None:
    assert "mails 0" in run(app, "run-once", "reminders").output
    assert mails() == []


@pytest.mark.usefixtures("_due")
def test_a_dry_run_says_what_would_be_done(app: Flask) -> None:
    result = run(app, "run-once", "reminders", "--on", FIRST_REMINDER.isoformat(), "--dry-run")

    assert "mails 1" in result.output
    assert mails() == []
    assert db.session.scalars(select(JobRun)).all() == []


@pytest.mark.parametrize("job", TIMETABLE, ids=lambda job: job.name)
def test_every_job_can_be_tried_dry_and_then_run_on_an_empty_database(
    app: Flask, isolated: None, job: object
) -> None:
    for words in (("--dry-run",), ()):
        result = run(app, "run-once", job.name, *words)  # type: ignore[attr-defined]
        assert result.exit_code == 0, result.output


def test_an_unknown_job_is_refused_with_the_names_there_are(app: Flask, isolated: None) -> None:
    result = run(app, "run-once", "tea")

    assert result.exit_code == 2
    assert "reminders" in result.output


def test_a_job_that_fails_says_so_and_exits_with_an_error(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("the list could not be read")

    monkeypatch.setattr("equity_tracker.notices.queries.list_open_programmes", fail)
    monkeypatch.setattr("equity_tracker.notices.queries.list_organisations_to_remind", fail)

    result = run(app, "run-once", "reminders")

    assert result.exit_code == 1


def test_the_timetable_is_printed_with_last_runs_and_signs_of_life(app: Flask, isolated: None) -> None:
    run(app, "run-once", "reminders")
    heartbeats.beat("worker", NOW)

    output = run(app, "list").output

    assert all(f"{job.name}, {job.when}: {job.why}" in output for job in TIMETABLE)
    assert "last began 2026-04-06 09:00 UTC, reminded 0" in output
    assert "worker last seen 2026-04-06 09:00 UTC" in output
