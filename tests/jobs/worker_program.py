"""A worker for test_queue.py: python -m tests.jobs.worker_program DATABASE_URL FOLDER FILE."""

import sys
import time
from pathlib import Path

from flask import Flask

from equity_tracker.jobs import queue

database_url, folder, told = sys.argv[1:]


def note(word: object) -> None:
    with Path(told).open("a") as file:
        file.write(f"{word}\n")


def note_slowly(row_id: int) -> None:
    note("began")
    time.sleep(0.5)
    note(row_id)


app = Flask("worker")
queue.HANDLERS.update({"note": note, "slow": note_slowly})
queue.init_app(app, database_url=database_url, redis_url=None, folder=Path(folder), immediate=False)
queue.run_worker(app)
