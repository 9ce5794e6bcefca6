"""Several workers and clocks at once, on a database that really commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.model.report import Edition, Report
from equity_tracker.reports.job import Press, make_report, queue_public_reports
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.conftest import blank
from tests.reports.records import make_public, promise, queued
from tests.support.factories.organisation import make_organisation
from tests.support.installation import Installation
from tests.support.people import make_world

WORKERS = 4

Result = TypeVar("Result")


def at_once(own: Installation, acts: list[Callable[[], Result]]) -> list[Result]:
    """Do these in threads of their own, begun at the same moment."""
    ready = Barrier(len(acts))

    def begin(act: Callable[[], Result]) -> Result:
        with own.app.app_context():
            ready.wait(timeout=10)
            return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(begin, act) for act in acts]]


def reports() -> list[Report]:
    statement = select(Report).order_by(Report.id).execution_options(every_organisation=True)
    return list(db.session.scalars(statement))


def test_workers_that_take_up_one_report_at_once_make_one_file(own: Installation) -> None:
    folder = own.folder / "one-file"
    with own.app.app_context():
        row_id = queued(make_world(NOW).alder).id
    press = Press(fill_report, blank, Storage.from_url(f"file://{folder}"), KINDS)

    outcomes = at_once(own, [lambda: make_report(row_id, NOW, press)] * WORKERS)

    assert sorted(outcomes, key=str) == [None, None, None, "done"]
    assert len(files(folder)) == 1


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_never_more_than_two_are_made_at_once(own: Installation) -> None:
    started: list[int] = []
    with own.app.app_context():
        make_world(NOW)
        organisations = [make_organisation(f"Body {number}", now=NOW) for number in range(WORKERS)]
        row_ids = [queued(organisation).id for organisation in organisations]
    all_have_tried = Barrier(WORKERS, timeout=20)

    def slow(*_: object) -> bytes:
        started.append(1)
        all_have_tried.wait()
        return blank()

    press = Press(fill_report, slow, Storage.from_url(f"file://{own.folder / 'two'}"), KINDS)

    def work(row_id: int) -> str | None:
        outcome = make_report(row_id, NOW, press)
        if outcome is None:
            all_have_tried.wait()
        return outcome

    outcomes = at_once(own, [partial(work, row_id) for row_id in row_ids])

    assert outcomes.count("done") == len(started) == 2


@pytest.mark.thorough
def test_clocks_that_run_at_once_queue_one_public_report(own: Installation) -> None:
    with own.app.app_context():
        world = make_world(NOW)
        promise(world, "A promise")
        make_public(world.alder)
        db.session.commit()

    at_once(own, [lambda: queue_public_reports(NOW)] * 2)

    with own.app.app_context():
        assert [report.edition for report in reports()] == [Edition.PUBLIC]


def test_reports_taken_up_at_once_get_different_numbers(own: Installation) -> None:
    with own.app.app_context():
        make_world(NOW)
        row_ids = [queued(make_organisation(f"Body {number}", now=NOW)).id for number in range(WORKERS)]
    press = Press(fill_report, blank, Storage.from_url(f"file://{own.folder / 'numbers'}"), KINDS)

    at_once(own, [partial(make_report, row_id, NOW, press) for row_id in row_ids])

    with own.app.app_context():
        given = [report.number for report in reports() if report.number]
        assert len(given) == len(set(given)) >= 2
