import json
import logging
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey

from equity_tracker.jobs import queue
from equity_tracker.jobs.queue import Queue
from tests.support import databases

SERVER = os.environ.get("TEST_DATABASE_URL")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.fresh(SERVER, tmp_path_factory.mktemp("queue"), f"queue_{process}") as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = Flask("queue_under_test")
    queue.init_app(app, database_url=database_url, redis_url=None, folder=tmp_path, immediate=False)
    with app.app_context():
        yield app
    storage = app.extensions["queue"].huey.storage
    storage.flush_queue()
    storage.close()


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What the handlers were told, as (application, id)."""
    carried: list[tuple[str, int]] = []
    monkeypatch.setitem(queue.HANDLERS, "email", lambda row_id: carried.append((current_app.name, row_id)))
    return carried


def work_off(huey: Huey) -> None:
    """What a worker does, until nothing waits."""
    while huey.storage.queue_size():
        huey.execute(huey.dequeue())


def huey_of(app: Flask) -> Huey:
    return app.extensions["queue"].huey


def test_the_engine_is_the_one_the_database_already_is(app: Flask) -> None:
    assert isinstance(huey_of(app), PostgresHuey if SERVER else SqliteHuey)


def test_a_worker_is_told_the_number_of_each_row_in_turn(app: Flask, carried: list[tuple[str, int]]) -> None:
    for row_id in (17, 18, 2**40):
        queue.wake("email", row_id)
    assert carried == []
    work_off(huey_of(app))
    assert carried == [("queue_under_test", 17), ("queue_under_test", 18), ("queue_under_test", 2**40)]


def test_another_process_takes_what_this_one_left(
    app: Flask, database_url: str, tmp_path: Path, carried: list[tuple[str, int]]
) -> None:
    queue.wake("email", 17)
    other = Flask("worker")
    queue.init_app(other, database_url=database_url, redis_url=None, folder=tmp_path, immediate=False)
    with other.app_context():
        queue.wake("email", 18)
    work_off(huey_of(other))
    huey_of(other).storage.close()
    assert carried == [("worker", 17), ("worker", 18)]


def test_a_row_that_fails_does_not_hold_up_the_next(
    app: Flask, carried: list[tuple[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    queue.wake("nothing handles this", 1)
    queue.wake("email", 17)
    work_off(huey_of(app))
    assert carried == [("queue_under_test", 17)]
    assert "nothing handles this" in caplog.text


def test_what_travels_is_plain_text(app: Flask, carried: list[tuple[str, int]]) -> None:
    queue.wake("email", 17)
    [message] = huey_of(app).storage.enqueued_items()
    assert ["email", 17] in json.loads(bytes(message))


class Trap:
    """Does harm when somebody unpickles it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_planted_pickle_does_nothing(app: Flask, tmp_path: Path) -> None:
    huey_of(app).storage.enqueue(pickle.dumps(Trap(tmp_path / "harm")))
    with pytest.raises(ValueError, match=r"decode|Expecting"):
        huey_of(app).dequeue()
    assert not (tmp_path / "harm").exists()


def test_a_queue_that_is_away_does_not_fail_the_page(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    app = Flask("cut_off")
    away = database_url.replace("127.0.0.1", "127.0.0.2").rsplit("/", 1)[0] + "/nowhere"
    queue.init_app(
        app, database_url=away if SERVER else "", redis_url=None, folder=tmp_path / "file", immediate=False
    )
    with app.app_context(), caplog.at_level(logging.ERROR):
        queue.wake("email", 17)
    assert "did not take email 17" in caplog.text


def test_a_queue_that_is_away_is_left_alone_for_a_while(
    tmp_path: Path, carried: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    tries: list[float] = []

    def make() -> Huey:
        tries.append(seconds[0])
        if len(tries) == 1:
            raise TimeoutError("nobody answered")
        return queue.make_huey("sqlite://", None, tmp_path, immediate=True)

    away = Queue(Flask("away"), make)
    for row_id in range(50):
        away.wake("email", row_id)
    assert tries == [1000.0]
    seconds[0] += 11
    away.wake("email", 50)
    assert carried == [("away", 50)]


def test_redis_is_used_when_it_is_there(tmp_path: Path) -> None:
    huey = queue.make_huey("sqlite://", "redis://127.0.0.1:1/0", tmp_path, immediate=False)
    assert isinstance(huey, RedisHuey)


def test_in_tests_a_row_is_carried_at_once(tmp_path: Path, carried: list[tuple[str, int]]) -> None:
    app = Flask("immediate")
    queue.init_app(app, database_url="sqlite://", redis_url=None, folder=tmp_path, immediate=True)
    with app.app_context():
        queue.wake("email", 17)
    assert carried == [("immediate", 17)]
    assert list(tmp_path.iterdir()) == []


class TestWorker:
    """A worker process of its own, which writes the ids it was told to a file."""

    @pytest.fixture
    def told(self, tmp_path: Path) -> Path:
        return tmp_path / "told"

    @pytest.fixture
    def worker(self, database_url: str, tmp_path: Path, told: Path) -> Iterator[subprocess.Popen[bytes]]:
        program = [sys.executable, "-m", "tests.jobs.worker_program"]
        with subprocess.Popen([*program, database_url, tmp_path, told], cwd=ROOT) as process:
            yield process
            process.kill()

    @staticmethod
    def wait_for(lines: Callable[[list[str]], bool], told: Path) -> list[str]:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = told.read_text().split() if told.exists() else []
            if lines(found):
                return found
            time.sleep(0.02)
        raise AssertionError(f"The worker wrote only {found}")

    @pytest.mark.thorough
    def test_it_carries_each_row_once(self, app: Flask, worker: subprocess.Popen[bytes], told: Path) -> None:
        for row_id in range(40):
            queue.wake("note", row_id)
        found = self.wait_for(lambda lines: len(lines) >= 40, told)
        assert sorted(map(int, found)) == list(range(40))

    @pytest.mark.thorough
    @pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_asked_to_end_it_finishes_what_is_under_way(
        self, app: Flask, worker: subprocess.Popen[bytes], told: Path, asked: signal.Signals
    ) -> None:
        queue.wake("slow", 17)
        self.wait_for(lambda lines: lines == ["began"], told)
        worker.send_signal(asked)
        assert worker.wait(timeout=20) == 0
        assert told.read_text().split() == ["began", "17"]


def test_the_queue_is_made_once_and_only_when_it_is_needed(
    tmp_path: Path, carried: list[tuple[str, int]]
) -> None:
    made: list[Huey] = []

    def make() -> Huey:
        made.append(queue.make_huey("sqlite://", None, tmp_path, immediate=True))
        return made[-1]

    idle = Queue(Flask("idle"), make)
    assert made == []
    idle.wake("email", 17)
    idle.wake("email", 18)
    assert len(made) == 1
    assert carried == [("idle", 17), ("idle", 18)]
