"""Releases: what waits, what was made, and which of them still may be handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound

from equity_tracker.extensions import db
from equity_tracker.model.data_release import MOST_ATTEMPTS, DataRelease, ReleaseState
from equity_tracker.open_data.queries import publications
from equity_tracker.open_data.tables import TABLES, Table


@dataclass(frozen=True)
class Offered:
    """One release, and whether it may be handed out: not while it holds what has been taken back since."""

    release: DataRelease
    is_withheld: bool


def list_offered(today: date) -> list[Offered]:
    """Return every release, the newest first."""
    readable = set(publications.list_programme_ids(today))
    return [Offered(row, _holds_what_is_gone(row, readable)) for row in list_made()]


def list_made() -> Sequence[DataRelease]:
    return db.session.scalars(
        select(DataRelease).where(DataRelease.state == ReleaseState.DONE).order_by(DataRelease.id.desc())
    ).all()


def find_last() -> DataRelease | None:
    return db.session.scalar(
        select(DataRelease)
        .where(DataRelease.state == ReleaseState.DONE)
        .order_by(DataRelease.id.desc())
        .limit(1)
    )


def find_offered(version: str, today: date) -> Offered | None:
    """Find a release by its version."""
    row = db.session.scalar(
        select(DataRelease).where(DataRelease.version == version, DataRelease.state == ReleaseState.DONE)
    )
    return None if row is None else offered(row, today)


def find_latest(today: date) -> Offered | None:
    """Find the newest release."""
    row = find_last()
    return None if row is None else offered(row, today)


def offered(row: DataRelease, today: date) -> Offered:
    return Offered(row, _holds_what_is_gone(row, set(publications.list_programme_ids(today))))


def _holds_what_is_gone(row: DataRelease, readable: set[str]) -> bool:
    """Say whether something in it was taken back since, or a programme in it is not public any more."""
    if not readable.issuperset(row.programmes):
        return True
    return publications.count_taken_back(row.publication) > row.taken_back


def find_waiting(now: datetime) -> int | None:
    """Find what is to be made next: what waits, and is in no other hands."""
    return db.session.scalar(
        select(DataRelease.id)
        .where(
            DataRelease.state == ReleaseState.WAITING,
            DataRelease.attempts < MOST_ATTEMPTS,
            or_(DataRelease.lease_until.is_(None), DataRelease.lease_until < now),
        )
        .order_by(DataRelease.id)
        .limit(1)
    )


def is_being_made(now: datetime) -> bool:
    """Say whether somebody is at it."""
    at_work = select(DataRelease.id).where(
        DataRelease.state == ReleaseState.WAITING, DataRelease.lease_until >= now
    )
    return db.session.scalar(at_work.limit(1)) is not None


def is_asked(name: str) -> bool:
    return db.session.scalar(select(DataRelease.id).where(DataRelease.asked_as == name)) is not None


def list_versions(day: date) -> Sequence[str]:
    """Return the versions of a day."""
    pattern = f"{day.isoformat()}.%"
    found = db.session.scalars(select(DataRelease.version).where(DataRelease.version.like(pattern)))
    return [version for version in found if version is not None]


def get_table(_today: date, name: str) -> Table:
    """Load a table of the dictionary by its name."""
    if name not in TABLES:
        raise NoResultFound
    return TABLES[name]


def list_file_keys() -> set[str]:
    """Return the keys of all files that belong to a release."""
    keys = db.session.scalars(select(DataRelease.file_key).where(DataRelease.file_key.is_not(None)))
    return {key for key in keys if key is not None}
