"""Printed files that no row names are swept up, and never one that a worker still has in hand."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.timetable import find_job
from equity_tracker.model.report import LEASE, MOST_ATTEMPTS, Report
from equity_tracker.model.stored_file import KEPT_UNATTACHED
from equity_tracker.reports import actions
from equity_tracker.reports.actions import claim_report, request
from equity_tracker.reports.job import Press, make_report, sweep_reports
from tests.conftest import NOW
from tests.reports.conftest import PressWith, blank
from tests.reports.records import paper_of, promise, queued
from tests.support.people import World

HOUR = timedelta(hours=1)
LONG_AFTER = NOW + 30 * HOUR
Written = Callable[[str, datetime], None]


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """The storage without what other tests left in it."""
    for key in list(storage.list("reports")):
        storage.delete(key)
    return storage


@pytest.fixture
def written(storage: Storage) -> Written:
    """Say when a file was written; what is not there yet is written now."""

    def at(key: str, moment: datetime) -> None:
        assert storage.folder is not None
        if not storage.exists(key):
            storage.put(key, b"%PDF")
        os.utime(storage.folder / key, (moment.timestamp(), moment.timestamp()))

    return at


@pytest.fixture
def report(world: World) -> Report:
    promise(world, "A promise")
    return queued(world.alder)


def test_a_file_without_a_row_goes_after_a_day_and_no_other(
    world: World, report: Report, press: Press, storage: Storage, written: Written
) -> None:
    paper = request(paper_of(), subject=world.programme, by=world.paula, now=NOW)
    make_report(report.id, NOW, press)
    make_report(paper.id, NOW, press)
    db.session.expire_all()
    kept = [report.file_key, paper.file_key]
    for key in kept:
        written(key or "", NOW - 25 * HOUR)
    new, old = (f"reports/{world.alder.public_id}/{name}.pdf" for name in ("new", "old"))
    gone = f"reports/{world.programme.public_id}/old.pdf"
    written(new, NOW - 23 * HOUR)
    written(old, NOW - 25 * HOUR)
    written(gone, NOW - 25 * HOUR)

    assert sweep_reports(NOW, storage, dry_run=True) == {"without_row": 2}
    assert storage.exists(old)
    assert sweep_reports(NOW, storage) == {"without_row": 2}
    assert sweep_reports(NOW, storage) == {"without_row": 0}

    assert sorted(storage.list("reports")) == sorted([new, *map(str, kept)])


def test_a_file_whose_row_is_not_yet_written_stays(
    report: Report, press_with: PressWith, storage: Storage, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when the worker that wrote it was held up for longer than a day."""
    note_done = actions.note_done
    swept: list[dict[str, int]] = []

    def swept_before_it_is_noted(*given: object, **more: object) -> bool:
        (key,) = storage.list("reports")
        written(key, NOW)
        swept.append(sweep_reports(LONG_AFTER, storage))
        return note_done(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "note_done", swept_before_it_is_noted)

    assert make_report(report.id, NOW, press_with(blank)) == "done"

    assert swept == [{"without_row": 0}]
    db.session.expire_all()
    assert report.file_key is not None
    assert sweep_reports(LONG_AFTER, storage) == {"without_row": 0}
    assert storage.exists(report.file_key)


def test_what_a_worker_that_died_left_goes_once_somebody_else_has_made_it(
    world: World, report: Report, press: Press, storage: Storage, written: Written
) -> None:
    left = f"reports/{world.alder.public_id}/left.pdf"
    assert claim_report(report.id, NOW) is not None
    db.session.commit()
    written(left, NOW)
    assert sweep_reports(LONG_AFTER, storage) == {"without_row": 0}

    assert make_report(report.id, NOW + LEASE + HOUR, press) == "done"

    assert sweep_reports(LONG_AFTER, storage) == {"without_row": 1}
    assert not storage.exists(left)


def test_what_is_kept_outlives_every_attempt() -> None:
    assert KEPT_UNATTACHED > LEASE * MOST_ATTEMPTS


@pytest.mark.usefixtures("isolated")
def test_it_is_on_the_timetable(storage: Storage, written: Written) -> None:
    written("reports/a/old.pdf", NOW - 25 * HOUR)
    job = find_job("files")
    assert job is not None

    assert job.run(NOW, dry_run=True)["reports_without_row"] == 1
    assert job.run(NOW)["reports_without_row"] == 1

    assert not storage.exists("reports/a/old.pdf")
