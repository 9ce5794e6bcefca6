"""Making releases: each once, by one worker, whole or not at all; and none that would say nothing new."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import data_press
from equity_tracker.jobs.timetable import find_job
from equity_tracker.model.data_release import LEASE, DataRelease, ReleaseState
from equity_tracker.open_data.actions import Press, claim_release
from equity_tracker.open_data.job import (
    LEFT_BEHIND_AFTER,
    ask_nightly,
    make_release,
    make_waiting_releases,
    sweep_files,
)
from equity_tracker.open_data.queries import releases
from tests.conftest import NOW
from tests.open_data.conftest import asked, made, opened
from tests.public.records import report_on
from tests.support.factories.commitment import make_published
from tests.support.installation import Installation
from tests.support.people import World

TODAY = NOW.date()


def publish_one(world: World, title: str = "One more") -> None:
    make_published(world.alder, world.programme, now=NOW, title=title)
    db.session.commit()


def claimed(row: DataRelease) -> bool:
    order = claim_release(row.id, now=NOW, today=TODAY, base_url="http://127.0.0.1:8000")
    db.session.commit()
    return order is not None


def test_a_night_has_one_release_however_often_it_is_asked_for(public_world: World, press: Press) -> None:
    assert [ask_nightly(NOW)["asked"] for _ in range(3)] == [1, 0, 0]
    assert ask_nightly(NOW + timedelta(days=1), dry_run=True)["asked"] == 1
    assert ask_nightly(NOW + timedelta(days=1))["asked"] == 1
    assert db.session.query(DataRelease).count() == 2


def test_the_timetable_asks_and_makes(public_world: World) -> None:
    for name in ("open-data", "open-data-files"):
        job = find_job(name)
        assert job is not None
        job.run(NOW)

    row = releases.find_last()
    assert row is not None
    assert (row.state, row.version) == (ReleaseState.DONE, "2026-04-06.1")


def test_nothing_is_made_when_nothing_has_changed(
    public_world: World, press: Press, storage: Storage
) -> None:
    made(press)
    row = asked("again")

    assert make_release(row.id, NOW, press) == "unchanged"

    assert (row.state, row.version, row.file_key) == (ReleaseState.UNCHANGED, None, None)
    assert len(list(storage.list())) == 1
    assert len(releases.list_made()) == 1


def test_a_day_has_several_releases_when_something_changes(public_world: World, press: Press) -> None:
    first = made(press)
    publish_one(public_world)
    second = made(press, "again")

    assert [first.version, second.version] == ["2026-04-06.1", "2026-04-06.2"]
    assert second.rows["commitments"] == first.rows["commitments"] + 1
    assert second.publication > first.publication


def test_a_light_that_changes_by_itself_makes_a_release(
    public_world: World, press: Press, storage: Storage
) -> None:
    one = make_published(public_world.alder, public_world.programme, now=NOW)
    report_on(one, TODAY, by=public_world.cora)
    made(press)
    row = asked("much later")

    assert make_release(row.id, NOW + timedelta(days=700), press) == "done"

    assert opened(row, storage).table("commitments")[0]["delivery_light"] == "stale"


def test_what_fails_half_way_leaves_nothing_and_is_tried_three_times(
    public_world: World,
    press: Press,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no room")

    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(Storage, "put_file", fail)
    row = asked()
    states = []
    for _ in range(3):
        assert make_release(row.id, NOW, press) == "delayed"
        states.append(row.state)

    assert states == [ReleaseState.WAITING, ReleaseState.WAITING, ReleaseState.FAILED]
    assert list(storage.list()) == []
    assert releases.find_last() is None
    assert make_release(row.id, NOW, press) is None


def test_a_worker_that_died_leaves_a_release_that_the_sweep_makes(public_world: World, press: Press) -> None:
    row = asked()
    assert claimed(row)

    assert make_waiting_releases(NOW + timedelta(minutes=1), press)["done"] == 0
    assert make_waiting_releases(NOW + LEASE + timedelta(seconds=1), press)["done"] == 1


def test_three_workers_that_died_are_given_up(public_world: World, press: Press) -> None:
    row = asked()
    row.attempts, row.lease_until = 3, NOW - timedelta(minutes=1)
    db.session.commit()

    assert make_waiting_releases(NOW, press)["given_up"] == 1
    assert db.session.get_one(DataRelease, row.id, populate_existing=True).state is ReleaseState.FAILED


def test_one_is_made_at_a_time(public_world: World) -> None:
    first, second = asked("one"), asked("two")

    assert [claimed(first), claimed(first), claimed(second)] == [True, False, False]


def test_a_slow_worker_does_not_undo_what_the_next_one_did(
    public_world: World, press: Press, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked()
    put, after = Storage.put_file, NOW + LEASE + timedelta(seconds=1)

    def overtaken(self: Storage, key: str, path: Path) -> None:
        monkeypatch.setattr(Storage, "put_file", put)
        put(self, key, path)
        assert make_release(row.id, after, press) == "done"

    monkeypatch.setattr(Storage, "put_file", overtaken)

    assert make_release(row.id, NOW, press) == "delayed"
    assert row.made_at == after
    assert list(storage.list()) == [row.file_key]


def test_bytes_without_a_release_are_swept_after_a_day(
    public_world: World, press: Press, storage: Storage
) -> None:
    row = made(press)
    storage.put("open-data/0123/equity-tracker.zip", b"left behind")
    storage.put("reports/0123.pdf", b"somebody else's")
    much_later = NOW.replace(year=2100)

    assert sweep_files(NOW - LEFT_BEHIND_AFTER, storage) == {"without_row": 0}
    assert sweep_files(much_later, storage, dry_run=True) == {"without_row": 1}
    assert sweep_files(much_later, storage) == {"without_row": 1}
    assert set(storage.list()) == {row.file_key, "reports/0123.pdf"}


def at_once(own: Installation, acts: list[Callable[[], object]]) -> list[object]:
    ready = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> object:
        with own.app.app_context():
            ready.wait(timeout=10)
            return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(begin, act) for act in acts]]


@pytest.mark.thorough
def test_clocks_and_workers_that_do_it_at_once_make_one(own: Installation) -> None:
    asked_for = at_once(own, [lambda: ask_nightly(NOW)["asked"] for _ in range(4)])
    with own.app.app_context():
        press = data_press()
    done = at_once(own, [lambda: make_waiting_releases(NOW, press)["done"] for _ in range(4)])

    assert (sum(map(int, map(str, asked_for))), sum(map(int, map(str, done)))) == (1, 1)
    with own.app.app_context():
        [row] = releases.list_made()
        assert list(press.storage.list("open-data")) == [row.file_key]
        assert len(opened(row, press.storage).table("terms")) > 100
