"""The clock: a process that runs each job of the timetable when its time has come. It keeps nothing."""

import logging
import signal

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from equity_tracker import clock
from equity_tracker.jobs.runs import record_run
from equity_tracker.jobs.timetable import TIMETABLE, Every, Job

log = logging.getLogger(__name__)

# A run this late is still worth it: it does what is due by now, once, however many were missed.
LATE_BY_SECONDS = 3600


def run_clock(app: Flask) -> None:
    """Run the timetable until the process is asked to end; then finish what is under way."""
    scheduler = make_scheduler(app)
    for asked_to_end in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(asked_to_end, lambda *_: scheduler.shutdown())
    log.info("The clock is running")
    scheduler.start()


def make_scheduler(app: Flask) -> BlockingScheduler:
    scheduler = BlockingScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": LATE_BY_SECONDS},
    )
    for job in TIMETABLE:
        # What runs often also runs at once, so that nothing waits after a restart.
        at_once = {"next_run_time": clock.now()} if isinstance(job.when, Every) else {}
        scheduler.add_job(run_job, job.when.trigger(), args=(app, job), id=job.name, **at_once)
    return scheduler


def run_job(app: Flask, job: Job) -> None:
    with app.app_context():
        record_run(job.name, lambda: job.run(clock.now()))
