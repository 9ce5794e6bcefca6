"""Carries the id of a row with work to a worker, soon. The row is the truth and a carried id may be
lost: the clock sweeps up rows that were never started.
"""

import json
import logging
import signal
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Event, Lock
from typing import Any

from flask import Flask, current_app
from huey import MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from psycopg.conninfo import conninfo_to_dict
from redis import ConnectionPool

log = logging.getLogger(__name__)

HANDLERS: dict[str, Callable[[int], None]] = {}
"""What a worker does with a row of each kind. It claims the row first, so being told twice does no harm."""

EXTENSION = "queue"
NAME = "equity-tracker"
# Apart from the product's own tables, which migrations compare with the model.
SCHEMA = "job_queue"
CONNECT_WITHIN = 3
ANSWER_WITHIN = 5
# Hosts kill a process about 30 s after they asked it to end.
FINISH_WITHIN = 25.0
LEFT_ALONE = 10.0


class Queue:
    def __init__(self, app: Flask, make: Callable[[], Huey]) -> None:
        self._app = app
        self._make = make
        self._left_alone_until = 0.0
        self._closing = Lock()

    @cached_property
    def huey(self) -> Huey:
        """Made when first used, so that pages are served even while the queue is away."""
        huey = self._make()
        huey.on_shutdown(name="close")(self._close)
        return huey

    def _close(self) -> None:
        # Every worker closes as it ends, and huey's own look whether there is a connection is not guarded.
        with self._closing:
            self.huey.storage.close()

    @cached_property
    def _task(self) -> Callable[[str, int], object]:
        task: Callable[[str, int], object] = self.huey.task(name="carry")(self.carry)
        return task

    def wake(self, kind: str, row_id: int) -> None:
        """Tell a worker of a row, after the commit. Never fails: an unheard row waits for the clock."""
        if time.monotonic() < self._left_alone_until:
            return
        try:
            self._task(kind, row_id)
        except Exception:
            # One page may have many rows to tell of; it must not wait for a time-out on each.
            self._left_alone_until = time.monotonic() + LEFT_ALONE
            log.exception("The queue did not take %s %s", kind, row_id)

    def carry(self, kind: str, row_id: int) -> None:
        with self._app.app_context():
            HANDLERS[kind](row_id)

    def work(self, workers: int) -> None:
        """Carry until the process is asked to end, then finish what is under way."""
        ended = Event()
        for asked_to_end in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(asked_to_end, lambda *_: ended.set())
        _ = self._task  # A worker understands only what was registered.
        consumer = _Consumer(
            self.huey, workers=workers, periodic=False, max_delay=1.0, shutdown_timeout=FINISH_WITHIN
        )
        consumer.start()
        while not ended.wait(timeout=10):
            consumer.check_worker_health()
        consumer.stop(graceful=True)
        self.huey.storage.close()


class _Consumer(Consumer):
    def _set_signal_handlers(self) -> None:
        """Ours stand already. huey's would start the program again when a terminal is closed."""


class _Plain(Serializer):
    """Messages as JSON. huey pickles, and a pickle runs code for whoever can write to the queue."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(bytes(data)))


def init_app(app: Flask, *, database_url: str, redis_url: str | None, folder: Path, immediate: bool) -> None:
    app.extensions[EXTENSION] = Queue(
        app, lambda: make_huey(database_url, redis_url, folder, immediate=immediate)
    )


def wake(kind: str, row_id: int) -> None:
    current_app.extensions[EXTENSION].wake(kind, row_id)


def run_worker(app: Flask, workers: int = 3) -> None:
    """Work until told to stop. At most two reports are made at once, so one worker is left for mail."""
    app.extensions[EXTENSION].work(workers)


def make_huey(database_url: str, redis_url: str | None, folder: Path, *, immediate: bool) -> Huey:
    """The engine that the settings already pay for: memory in tests, Redis, PostgreSQL, or a file."""
    options: dict[str, Any] = {"results": False, "serializer": _Plain()}  # huey's own keyword arguments
    if immediate:
        return MemoryHuey(NAME, immediate=True, **options)
    if redis_url:
        pool = ConnectionPool.from_url(
            redis_url, socket_connect_timeout=CONNECT_WITHIN, socket_timeout=ANSWER_WITHIN
        )
        return RedisHuey(NAME, connection_pool=pool, **options)
    if database_url.startswith("postgresql"):
        return _postgres(database_url, options)
    folder.mkdir(parents=True, exist_ok=True)
    # The standard library's SQLite, which huey uses, may corrupt a database in WAL mode (3.40.1).
    return SqliteHuey(NAME, filename=str(folder / "queue.sqlite3"), journal_mode="delete", **options)


def _postgres(database_url: str, options: dict[str, Any]) -> Huey:
    dsn = "postgresql://" + database_url.partition("://")[2]
    settings = f"-c search_path={SCHEMA} -c statement_timeout={ANSWER_WITHIN}s"
    huey = PostgresHuey(
        NAME,
        dsn=dsn,
        connect_timeout=CONNECT_WITHIN,
        options=f"{conninfo_to_dict(dsn).get('options', '')} {settings}",
        create_tables=False,
        **options,
    )
    storage = huey.storage
    if storage.sql("select to_regclass(%s)", (f"{SCHEMA}.{storage.table_task}",), results=True) == [(None,)]:
        # Two processes starting together may both come here; "if not exists" alone does not stop a race.
        lock = "select pg_advisory_xact_lock(hashtext('create job queue'))"
        storage.ddl = [lock, f"create schema if not exists {SCHEMA}", *storage.ddl]
        storage.initialize_schema()
    return huey
