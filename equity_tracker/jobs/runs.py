"""Running one job of the timetable, and keeping on record how it went."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.job import JobRun

log = logging.getLogger(__name__)

KEEP_RUNS = timedelta(days=3)


def record_run(name: str, run: Callable[[], dict[str, int]]) -> JobRun:
    """Run the job and write down when, how much, and what went wrong. A fault ends here."""
    row = JobRun(name=name, started_at=clock.now())
    db.session.add(row)
    db.session.commit()
    row_id = row.id
    counts: dict[str, int] = {}
    failure = None
    try:
        counts = run()
    except Exception as fault:
        log.exception("The job %s failed", name)
        failure = f"{type(fault).__name__}: {fault}"[:1000]
    db.session.rollback()
    row = db.session.get_one(JobRun, row_id)
    row.finished_at, row.counts, row.failure = clock.now(), counts, failure
    db.session.commit()
    if any(counts.values()):
        log.info("The job %s ran", name, extra={"fields": {"job": name, **counts}})
    return row


def list_last_runs() -> Sequence[JobRun]:
    """Return the last run of each job."""
    latest = select(func.max(JobRun.id)).group_by(JobRun.name)
    return db.session.scalars(select(JobRun).where(JobRun.id.in_(latest)).order_by(JobRun.name)).all()


def sweep_runs(now: datetime) -> int:
    """Delete old records of runs; return how many."""
    old = delete(JobRun).where(JobRun.started_at < now - KEEP_RUNS).returning(JobRun.id)
    deleted = len(db.session.scalars(old).all())
    db.session.commit()
    return deleted
