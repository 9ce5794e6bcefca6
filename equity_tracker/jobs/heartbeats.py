"""Signs of life. The clock shows its own, and asks the workers for theirs by the way that work takes."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.jobs import queue
from equity_tracker.model.job import Heartbeat

KIND = "heartbeat"
CLOCK = "clock"
WORKER = "worker"


def show_signs_of_life(now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Say that a clock is there, and have a worker say that one is."""
    if not dry_run:
        beat(CLOCK, now)
        queue.wake(KIND, 0)
    return {}


def beat(process: str, now: datetime) -> None:
    """Note that such a process was alive now. Any number may write the same row."""
    found = db.session.scalars(
        update(Heartbeat).where(Heartbeat.process == process).values(seen_at=now).returning(Heartbeat.id)
    ).all()
    if not found:
        try:
            with db.session.begin_nested():
                db.session.add(Heartbeat(process=process, seen_at=now))
        except IntegrityError:
            pass  # Another one of its kind was first, just now.
    db.session.commit()


def last_seen() -> dict[str, datetime]:
    """Return when each kind of process last showed life."""
    rows = db.session.execute(select(Heartbeat.process, Heartbeat.seen_at).order_by(Heartbeat.process))
    return {row.process: row.seen_at for row in rows}
