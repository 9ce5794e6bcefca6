"""Making what waits: each report once, by one worker, however workers come and go."""

import hashlib
import logging
from datetime import timedelta

import pytest

from equity_tracker.adapters.pdf import RenderFailed, RenderRefused
from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs import handlers, queue
from equity_tracker.model.people import User
from equity_tracker.model.report import COULD_NOT_BE_MADE, LEASE, Edition, Report, ReportState
from equity_tracker.reports.actions import claim_report
from equity_tracker.reports.content import content_hash
from equity_tracker.reports.job import Press, make_report, make_waiting_reports
from equity_tracker.reports.queries import list_to_make, status_report
from tests.conftest import NOW
from tests.reports.conftest import PressWith, blank
from tests.reports.records import TODAY, of_today, promise, queued
from tests.support.factories.organisation import make_organisation
from tests.support.people import World

AFTER_THE_LEASE = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def report(world: World) -> Report:
    """An internal report that waits to be made."""
    promise(world, "A promise")
    return queued(world.alder)


def fresh(report: Report) -> Report:
    db.session.expire_all()
    return db.session.merge(report, load=True)


def test_a_finished_report_says_where_its_file_is_and_what_it_shows(
    world: World, report: Report, press: Press, storage: Storage
) -> None:
    assert make_report(report.id, NOW, press) == "done"

    done = fresh(report)
    assert (done.state, done.pages, done.made_at, done.lease_until) == (ReportState.DONE, 1, NOW, None)
    assert done.file_key is not None
    assert done.file_key.startswith(f"reports/{world.alder.public_id}/")
    assert hashlib.sha256(storage.get(done.file_key)).hexdigest() == done.file_hash
    assert done.content_key == content_hash(status_report(world.alder, of_today(Edition.INTERNAL, TODAY)))


def test_a_report_that_is_made_is_not_made_again(report: Report, press: Press) -> None:
    make_report(report.id, NOW, press)
    key = fresh(report).file_key

    assert make_report(report.id, NOW, press) is None
    assert fresh(report).file_key == key


def test_a_report_that_is_too_large_fails_at_once_and_says_so(report: Report, press_with: PressWith) -> None:
    def refuse(*_: object) -> bytes:
        raise RenderRefused

    assert [make_report(report.id, NOW, press_with(refuse)) for _ in range(2)] == ["refused", None]

    assert fresh(report).state is ReportState.FAILED
    assert fresh(report).failure == "This report is too large; choose fewer commitments"


def test_a_failure_is_tried_three_times_and_then_says_to_try_again(
    report: Report, press_with: PressWith, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> bytes:
        raise RenderFailed("a reason for the log")

    caplog.set_level(logging.CRITICAL)
    states = []
    for _ in range(3):
        assert make_report(report.id, NOW, press_with(fail)) == "delayed"
        states.append(fresh(report).state)

    assert states == [ReportState.WAITING, ReportState.WAITING, ReportState.FAILED]
    assert fresh(report).failure == COULD_NOT_BE_MADE
    assert make_report(report.id, NOW, press_with(fail)) is None


def test_a_worker_that_died_leaves_a_report_that_the_sweep_makes(report: Report, press: Press) -> None:
    assert claim_report(report.id, NOW) is not None
    db.session.commit()

    assert make_waiting_reports(NOW + timedelta(minutes=1), press)["done"] == 0
    assert make_waiting_reports(AFTER_THE_LEASE, press)["done"] == 1
    assert fresh(report).is_done


def test_a_worker_whose_turn_is_over_stands_in_line_again_while_reports_wait(
    world: World, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [queued(world.alder), queued(world.birch)]
    told: list[tuple[str, int]] = []
    monkeypatch.setattr(queue, "wake", lambda kind, row_id: told.append((kind, row_id)))
    monkeypatch.setattr(handlers, "press", lambda: press)
    monkeypatch.setattr(handlers, "WORKER_FOR_SECONDS", 0)

    queue.HANDLERS["report"](waiting[0].id)
    assert [fresh(report).is_done for report in waiting] == [True, False]
    assert told == [("report", waiting[0].id)]

    queue.HANDLERS["report"](waiting[0].id)
    assert fresh(waiting[1]).is_done
    assert len(told) == 1, "nothing waits any more"


def test_three_workers_that_died_leave_a_report_that_says_to_try_again(report: Report, press: Press) -> None:
    now = NOW
    for _ in range(3):
        assert claim_report(report.id, now) is not None
        db.session.commit()
        now += LEASE + timedelta(seconds=1)

    assert make_waiting_reports(now, press)["given_up"] == 1
    assert fresh(report).failure == COULD_NOT_BE_MADE


def test_a_slow_worker_does_not_undo_what_the_next_one_did(
    report: Report, press: Press, press_with: PressWith, storage: Storage
) -> None:
    def overtaken(*_: object) -> bytes:
        assert make_report(report.id, AFTER_THE_LEASE, press) == "done"
        return blank()

    before = set(storage.list())
    assert make_report(report.id, NOW, press_with(overtaken)) == "delayed"

    assert fresh(report).made_at == AFTER_THE_LEASE
    assert set(storage.list()) - before == {fresh(report).file_key}, "one file, and it is the one handed out"


def test_one_organisation_has_one_report_made_at_a_time(world: World, report: Report, press: Press) -> None:
    other = queued(world.alder)
    assert claim_report(report.id, NOW) is not None
    db.session.commit()

    assert make_report(other.id, NOW, press) is None
    assert fresh(other).attempts == 0
    assert make_report(other.id, AFTER_THE_LEASE, press) == "done"


def test_at_most_two_are_made_at_once(world: World, report: Report, press: Press) -> None:
    others = [queued(world.birch), queued(make_organisation("Cedar Council", now=NOW))]
    for row in (report, others[0]):
        assert claim_report(row.id, NOW) is not None
    db.session.commit()

    assert make_report(others[1].id, NOW, press) is None
    assert make_report(others[1].id, AFTER_THE_LEASE, press) == "done"


def test_a_sweep_makes_all_that_waits_and_a_dry_run_nothing(
    world: World, report: Report, press: Press
) -> None:
    queued(world.birch)

    assert make_waiting_reports(NOW, press, dry_run=True)["waiting"] == 2
    assert fresh(report).is_waiting
    assert make_waiting_reports(NOW, press)["done"] == 2
    assert make_waiting_reports(NOW, press)["done"] == 0


def test_what_people_wait_for_is_made_before_what_makes_itself(
    world: World, cora: User, press: Press
) -> None:
    queued(world.birch, Edition.PUBLIC)
    asked = queued(world.alder, requested_by=cora)

    assert list_to_make(NOW, most=5)[0] == asked.id
    assert make_waiting_reports(NOW, press)["done"] == 2


def test_a_report_that_failed_is_left_to_the_next_sweep(
    report: Report, press_with: PressWith, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> bytes:
        raise RenderFailed("a reason for the log")

    caplog.set_level(logging.CRITICAL)
    for _ in range(2):
        assert make_waiting_reports(NOW, press_with(fail))["delayed"] == 1
    assert fresh(report).attempts == 2


def test_no_transaction_is_open_while_a_report_is_printed(report: Report, press_with: PressWith) -> None:
    def look(*_: object) -> bytes:
        assert not db.session.in_transaction()
        return blank()

    assert make_report(report.id, NOW, press_with(look)) == "done"
