"""The flask commands that start this product's processes, and that run one job of the timetable by hand."""

import signal
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext

from equity_tracker import clock
from equity_tracker.jobs import heartbeats, queue
from equity_tracker.jobs.clock import run_clock
from equity_tracker.jobs.runs import list_last_runs, record_run
from equity_tracker.jobs.timetable import TIMETABLE, Job, find_job
from equity_tracker.jobs.together import flask_command, run_together
from equity_tracker.web import log_lines

# How waitress serves. It keeps this much of a body before the application has its say; a page of ours takes
# far less. Connections that send nothing, or half a request, are closed after two minutes; at waitress's own
# limit of 100 a browser each from one school could stop everybody. Hosts allow a process 1,024 open files.
SERVING: dict[str, Any] = {
    "threads": 8,
    "ident": None,
    "max_request_body_size": 32 * 1024 * 1024,
    "connection_limit": 900,
    "asyncore_use_poll": True,
}
MIDDAY = time(12)


def init_app(app: Flask) -> None:
    for command in (web, worker, run_the_clock, run_all, jobs):
        app.cli.add_command(command)


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's own way
    return app


@click.command("web")
@with_appcontext
def web() -> None:
    """Serve the pages on HOST, this machine alone unless it is set, and PORT."""
    log_lines.configure()
    app = _app()
    settings = app.config["SETTINGS"]
    # Waitress ends what it has begun to answer when this exception reaches it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    waitress.serve(app, host=settings.host, port=settings.port, **SERVING)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Post mail and make reports as soon as they are asked for."""
    log_lines.configure()
    queue.run_worker(_app())


@click.command("clock")
@with_appcontext
def run_the_clock() -> None:
    """Run the timetable. Any number of clocks may run."""
    log_lines.configure()
    run_clock(_app())


@click.command("all")
@with_appcontext
def run_all() -> None:
    """Run web, worker and clock under one parent, for a host that starts only one process."""
    log_lines.configure()
    names = ("web", "worker", "clock")
    sys.exit(run_together({name: flask_command(name) for name in names}, Path(_app().root_path).parent))


@click.group()
def jobs() -> None:
    """What happens by itself, and when."""


@jobs.command("list")
@with_appcontext
def list_jobs() -> None:
    """Print the timetable, when each job last ran, and who showed signs of life."""
    last = {run.name: run for run in list_last_runs()}
    for job in TIMETABLE:
        click.echo(f"{job.name}, {job.when}: {job.why}")
        if run := last.get(job.name):
            how = f"failed: {run.failure}" if run.failure else _counted(run.counts)
            click.echo(f"    last began {run.started_at:%Y-%m-%d %H:%M} UTC, {how}")
    for process, seen_at in heartbeats.last_seen().items():
        click.echo(f"{process} last seen {seen_at:%Y-%m-%d %H:%M} UTC")


@jobs.command("run-once")
@click.argument("name", type=click.Choice([job.name for job in TIMETABLE]))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As if it were midday on this day.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
@with_appcontext
def run_once(name: str, day: datetime | None, *, dry_run: bool) -> None:
    """Run the job NAME now."""
    job = find_job(name)
    assert job is not None  # noqa: S101 - click has compared the name with the list
    moment = clock.now()
    if day is not None:
        moment = datetime.combine(day.date(), MIDDAY, ZoneInfo(clock.HOME_ZONE))
    with clock.fixed(moment):
        _run(job, dry_run=dry_run)


def _run(job: Job, *, dry_run: bool) -> None:
    if dry_run:
        click.echo(f"{job.name} would have: {_counted(job.run(clock.now(), dry_run=True))}")
        return
    run = record_run(job.name, lambda: job.run(clock.now()))
    if run.failure:
        raise click.ClickException(run.failure)
    click.echo(f"{job.name}: {_counted(run.counts)}")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {number}" for name, number in counts.items()) or "done"
