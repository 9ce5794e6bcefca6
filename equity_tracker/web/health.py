"""Whether this installation can do its work: what a host asks before it sends people here."""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from flask import current_app
from sqlalchemy import ColumnClause, column, insert, select, table
from sqlalchemy.exc import SQLAlchemyError

from equity_tracker import database
from equity_tracker.extensions import db, migrations
from equity_tracker.model.job import Heartbeat
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.report import Report, ReportState

log = logging.getLogger(__name__)

LEAST_FREE_BYTES = 100 * 1024 * 1024
# A worker takes a message within seconds and a report within minutes. Later, and none is at work.
LONGEST_WAIT = timedelta(minutes=15)


def check(now: datetime) -> dict[str, bool]:
    """Say of each thing that the site needs whether it is as it should be."""
    return {name: _holds(probe, now) for name, probe in PROBES.items()}


def _holds(probe: Callable[[datetime], bool], now: datetime) -> bool:
    try:
        return probe(now)
    except (OSError, SQLAlchemyError):
        log.exception("A health check failed")
        return False


def _database_takes_writes(now: datetime) -> bool:
    """Write a row and take it back."""
    with database.reading(only=False), db.engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(insert(Heartbeat).values(process="health check", seen_at=now))
        transaction.rollback()
    return True


def _disk_has_room(_now: datetime) -> bool:
    return shutil.disk_usage(current_app.config["SETTINGS"].folder).free >= LEAST_FREE_BYTES


def _queue_moves(now: datetime) -> bool:
    """Say whether nothing that is due has been left lying."""
    late = now - LONGEST_WAIT
    email = select(OutgoingEmail.id).where(
        OutgoingEmail.state == EmailState.WAITING, OutgoingEmail.due_at < late
    )
    report = select(Report.id).where(Report.state == ReportState.WAITING, Report.requested_at < late)
    with db.engine.connect() as connection:
        return all(connection.execute(query.limit(1)).first() is None for query in (email, report))


def _schema_is_current(_now: datetime) -> bool:
    version: ColumnClause[str] = column("version_num")
    with db.engine.connect() as connection:
        return set(connection.scalars(select(version).select_from(table("alembic_version")))) == _heads()


@cache
def _heads() -> set[str]:
    """Return the migrations this code was written for. They do not change while it runs."""
    return set(migrations.script_directory.get_heads())


PROBES = {
    "database": _database_takes_writes,
    "disk": _disk_has_room,
    "queue": _queue_moves,
    "schema": _schema_is_current,
}
