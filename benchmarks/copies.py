"""Makes many invented commitments of some, in the database: a program would take minutes to write them."""

from typing import Any

from sqlalchemy import Table, text

from equity_tracker.database import PRAGMAS
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.register import RegisterDeterminant, RegisterEntry

# What a copy has of its own: its place among all, and what is made of it.
NUMBER = "(id + :copy * :originals)"
NAMES = {
    "public_id": f"printf('b%011d', {NUMBER})",
    "reference": f"printf('B-%07d', {NUMBER})",
}
DAY = f"date(:start, '+' || ({NUMBER} * :days / :commitments) || ' days')"
LATER = "date({0}, '+' || (:copy * 7 % 400) || ' days')"
OF_COMMITMENT = {"id": NUMBER, **NAMES}
OF_ENTRY = {
    "id": NUMBER,
    "commitment_id": NUMBER,
    **NAMES,
    "slug": f"'promise-' || {NUMBER}",
    "published_on": DAY,
    "made_on": DAY,
    "last_reported_on": f"CASE WHEN last_reported_on IS NULL THEN NULL ELSE {DAY} END",
    **{
        name: LATER.format(name)
        for name in (
            "ends_on", "sort_ends_on", "next_due_on", "sort_due_on", "grace_until", "stale_from",
        )
    },
}  # fmt: skip
# In kilobytes: every index is written to in its own order. Readers have the usual room again.
WHILE_COPYING, USUAL = -800_000, PRAGMAS["cache_size"]


def copy_until(commitments: int, originals: int, *, start: str, days: int) -> None:
    """Copy the first so many commitments until there are as many as wanted; a multiple of them.

    :param start: the day on which the first was published.
    :param days: within how many days all were.
    """
    db.session.execute(text(f"PRAGMA cache_size = {WHILE_COPYING}"))
    values = {"originals": originals, "commitments": commitments, "start": start, "days": days}
    for copy in range(1, commitments // originals):
        for table, own in ((Commitment.__table__, OF_COMMITMENT), (RegisterEntry.__table__, OF_ENTRY)):
            _copy(table, "id", own, values | {"copy": copy})  # type: ignore[arg-type]
        own = {"id": "NULL", "entry_id": "(entry_id + :copy * :originals)"}
        _copy(RegisterDeterminant.__table__, "entry_id", own, values | {"copy": copy})  # type: ignore[arg-type]
        db.session.commit()
    db.session.execute(text(f"PRAGMA cache_size = {USUAL}"))


def _copy(table: Table, key: str, own: dict[str, str], values: dict[str, Any]) -> None:
    names = [column.name for column in table.columns]
    told = ", ".join(own.get(name, name) for name in names)
    statement = text(
        f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {told} FROM {table.name}"  # noqa: S608 - our own words
        f" WHERE {key} <= :originals"
    )
    named = statement._bindparams  # noqa: SLF001 - which of the values it asks for
    db.session.execute(statement, {name: values[name] for name in named})
