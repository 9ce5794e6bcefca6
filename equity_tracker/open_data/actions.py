"""Writes of releases: asking for one, taking it up so that one worker alone makes it, and how it went."""

import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, func, or_, select, update

from equity_tracker import database
from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.data_release import (
    COULD_NOT_BE_MADE,
    LEASE,
    MOST_ATTEMPTS,
    DataRelease,
    ReleaseState,
)
from equity_tracker.open_data.package import Edition
from equity_tracker.open_data.queries import publications, releases
from equity_tracker.open_data.revising import Gone, revise
from equity_tracker.open_data.rows import Known
from equity_tracker.open_data.tables import FORMAT
from equity_tracker.open_data.writing import Written, pack, write_tables

FOLDER = "open-data"


@dataclass(frozen=True)
class Press:
    """Where files are kept, and where the pages are that rows lead to."""

    storage: Storage
    base_url: str
    addresses: Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """A release that was taken up: which row, by which attempt, and the name it gets if it is made."""

    row_id: int
    attempt: int
    edition: Edition


@dataclass(frozen=True)
class Made:
    """A release that is kept, or that would say what the last one says (no key)."""

    file: Written
    edition: Edition
    taken_back: int
    programmes: list[str]
    key: str | None


def ask_for_release(name: str, *, now: datetime) -> DataRelease | None:
    """Ask for a release under a name; None when somebody has asked under it before."""
    _hold()
    if releases.is_asked(name):
        return None
    row = DataRelease(asked_as=name, asked_at=now)
    db.session.add(row)
    db.session.flush()
    return row


def claim_release(row_id: int, *, now: datetime, today: date, base_url: str) -> Order | None:
    """Take it up, unless it is made or in other hands. One is made at a time: each has its own version."""
    _hold()
    if releases.is_being_made(now):
        return None
    taken: CursorResult[Any] = db.session.execute(
        update(DataRelease)
        .where(
            DataRelease.id == row_id,
            DataRelease.state == ReleaseState.WAITING,
            DataRelease.attempts < MOST_ATTEMPTS,
            or_(DataRelease.lease_until.is_(None), DataRelease.lease_until < now),
        )
        .values(lease_until=now + LEASE, attempts=DataRelease.attempts + 1)
        .execution_options(synchronize_session=False)
    )  # type: ignore[assignment]
    if taken.rowcount != 1:
        return None
    edition = Edition(
        version=_next_version(today),
        as_of=today,
        made_at=now,
        publication=publications.last_publication(),
        base_url=base_url,
    )
    return Order(row_id, _locked(row_id).attempts, edition)


def make_files(order: Order, press: Press, folder: Path) -> Made:
    """Write everything public into a folder, and keep it unless the last release says the same.

    It is read in one transaction that locks nothing, so that every row is of the same moment. It is over
    before the files are packed: PostgreSQL ends one in which nothing is asked for some seconds.
    """
    with database.reading():
        publications.hold_still()
        directory = publications.read_directory(order.edition.as_of)
        edition = replace(
            order.edition,
            publication=publications.last_publication(),
            attributions=tuple(dict.fromkeys(directory.attributions)),
        )
        known = Known(press.base_url, directory.slugs)
        taken_back = publications.count_taken_back(edition.publication)
        programmes = publications.list_programme_ids(edition.as_of)
        last = releases.find_last()
        said = None if last is None else (last.content_key, last.format)
        told = publications.iter_facts(edition.as_of, directory, press.addresses)
        rows = write_tables(folder, told, known)
        db.session.rollback()
    packed = pack(folder, rows, edition)
    is_new = said != (packed.content_key, FORMAT)
    return Made(packed, edition, taken_back, programmes, new_key() if is_new else None)


def new_key() -> str:
    return f"{FOLDER}/{secrets.token_hex(16)}/equity-tracker.zip"


def make_release(order: Order, press: Press, *, now: datetime) -> str:
    """Make the files and keep them: `done`, `unchanged`, or `delayed` when somebody else was first."""
    with tempfile.TemporaryDirectory(prefix="open-data-") as folder:
        made = make_files(order, press, Path(folder))
        if made.key is not None:
            press.storage.put_file(made.key, made.file.path)
    row = _locked(order.row_id)
    if not (row.is_waiting and row.attempts == order.attempt):
        if made.key is not None:
            press.storage.delete(made.key)
        return "delayed"
    if made.key is None:
        row.mark_unchanged(now)
        return "unchanged"
    row.mark_done(
        version=made.edition.version,
        as_of=made.edition.as_of,
        made_at=now,
        publication=made.edition.publication,
        taken_back=made.taken_back,
        programmes=made.programmes,
        format=FORMAT,
        file_key=made.key,
        file_hash=made.file.hash,
        size=made.file.size,
        content_key=made.file.content_key,
        rows=made.file.rows,
    )
    return "done"


def revise_release(row_id: int, press: Press, *, today: date) -> bool:
    """Leave out of a release what has been taken back since; False when there is nothing to leave out."""
    row = db.session.get_one(DataRelease, row_id)
    if not releases.offered(row, today).is_withheld or row.file_key is None or row.as_of is None:
        return False
    old_key, key = row.file_key, new_key()
    readable = publications.list_programme_ids(today)
    programmes = sorted(set(row.programmes) & set(readable))
    taken_back = publications.count_taken_back(row.publication)
    gone = Gone(
        *map(
            frozenset,
            publications.list_gone(row.publication, row.as_of, set(row.programmes) - set(programmes)),
        )
    )
    db.session.rollback()
    with tempfile.TemporaryDirectory(prefix="open-data-") as folder, press.storage.open(old_key) as source:
        path = Path(folder) / "revised.zip"
        revised = revise(source, path, gone, today)
        press.storage.put_file(key, path)
    row = _locked(row_id)
    if row.file_key != old_key:
        press.storage.delete(key)
        return False
    row.file_key, row.file_hash, row.size, row.rows = key, revised.hash, revised.size, revised.rows
    row.taken_back, row.programmes, row.revised_on = taken_back, programmes, today
    return True


def note_delayed(order: Order) -> None:
    """Leave it to a later attempt, if there is one."""
    row = _locked(order.row_id)
    if row.is_waiting and row.attempts == order.attempt:
        row.mark_delayed()


def set_aside_given_up(now: datetime) -> int:
    """End what was taken up for the last time by a process that then died."""
    given_up: CursorResult[Any] = db.session.execute(
        update(DataRelease)
        .where(
            DataRelease.state == ReleaseState.WAITING,
            DataRelease.attempts >= MOST_ATTEMPTS,
            DataRelease.lease_until < now,
        )
        .values(state=ReleaseState.FAILED, lease_until=None, failure=COULD_NOT_BE_MADE)
        .execution_options(synchronize_session=False)
    )  # type: ignore[assignment]
    return given_up.rowcount


def _next_version(day: date) -> str:
    numbers = [int(version.rpartition(".")[2]) for version in releases.list_versions(day)]
    return f"{day.isoformat()}.{max(numbers, default=0) + 1}"


def _locked(row_id: int) -> DataRelease:
    return db.session.scalars(
        select(DataRelease)
        .where(DataRelease.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _hold() -> None:
    """Hold off others who do this until the end of the transaction; SQLite lets one process write anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("open data"))))
