from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.jobs import heartbeats, queue
from equity_tracker.jobs.runs import KEEP_RUNS, list_last_runs, record_run, sweep_runs
from equity_tracker.model.job import Heartbeat, JobRun
from equity_tracker.model.organisation import Organisation
from tests.conftest import NOW
from tests.support.factories.organisation import make_organisation

pytestmark = pytest.mark.usefixtures("isolated")


def runs() -> list[JobRun]:
    return list(db.session.scalars(select(JobRun).order_by(JobRun.id)))


def test_a_run_leaves_when_and_how_much() -> None:
    def run() -> dict[str, int]:
        [row] = runs()
        assert row.finished_at is None
        return {"mails": 3}

    record_run("reminders", run)

    [row] = runs()
    assert (row.name, row.started_at, row.finished_at) == ("reminders", NOW, NOW)
    assert (row.counts, row.failure) == ({"mails": 3}, None)


def test_a_job_that_fails_is_recorded_and_what_it_began_is_taken_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def run() -> dict[str, int]:
        make_organisation("Half-made", now=NOW)
        db.session.flush()
        raise ValueError("no")

    record_run("reminders", run)

    assert runs()[0].failure == "ValueError: no"
    assert runs()[0].finished_at == NOW
    assert db.session.scalars(select(Organisation)).all() == []
    assert "The job reminders failed" in caplog.text


def test_the_last_run_of_each_job_is_found() -> None:
    for number in range(3):
        for name in ("outbox", "reminders"):
            with clock.fixed(NOW + timedelta(minutes=number)):
                record_run(name, dict)

    assert [(run.name, run.started_at) for run in list_last_runs()] == [
        ("outbox", NOW + timedelta(minutes=2)),
        ("reminders", NOW + timedelta(minutes=2)),
    ]


def test_old_records_of_runs_are_thrown_away() -> None:
    with clock.fixed(NOW - KEEP_RUNS - timedelta(minutes=1)):
        record_run("outbox", dict)
    record_run("outbox", dict)

    assert sweep_runs(NOW) == 1
    assert [run.started_at for run in runs()] == [NOW]


def test_a_sign_of_life_is_one_row_that_moves_on() -> None:
    heartbeats.beat("clock", NOW)
    heartbeats.beat("worker", NOW)
    heartbeats.beat("clock", NOW + timedelta(minutes=1))

    assert heartbeats.last_seen() == {"clock": NOW + timedelta(minutes=1), "worker": NOW}
    assert len(db.session.scalars(select(Heartbeat)).all()) == 2


def test_the_clock_asks_a_worker_for_its_sign_of_life_by_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(queue, "wake", lambda kind, row_id: told.append((kind, row_id)))

    heartbeats.show_signs_of_life(NOW)
    for kind, row_id in told:
        queue.HANDLERS[kind](row_id)

    assert heartbeats.last_seen() == {"clock": NOW, "worker": NOW}


def test_a_dry_run_shows_no_life() -> None:
    heartbeats.show_signs_of_life(NOW, dry_run=True)

    assert heartbeats.last_seen() == {}
