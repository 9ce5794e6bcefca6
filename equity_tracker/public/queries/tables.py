"""The tables that public pages read, as plain columns: rows cost a third of what mapped objects do."""

from collections import namedtuple
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, Table
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from equity_tracker.extensions import db
from equity_tracker.model.publication import Mention, Publication
from equity_tracker.model.register import (
    RegisterDeterminant,
    RegisterEntry,
    RegisterPartner,
    RegisterProfession,
)

AnyRow = Row[*tuple[Any, ...]]
Columns = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]


def _table(mapped: Any) -> Table:  # noqa: ANN401 - a mapped class
    table: Table = mapped.__table__
    return table


def read(statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Run a statement over plain columns, past the ORM, which takes longer than such a reading itself."""
    return db.session.connection().execute(statement, values)


def read_named(statement: Executable, values: Mapping[str, Any]) -> list[Any]:
    """Return all rows as named tuples: a column of SQLAlchemy's own takes ten times as long to ask for."""
    result = read(statement, values)
    return list(map(_named(tuple(result.keys())), result.all()))


@cache
def _named(columns: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return what names the values of a row; a named tuple's own way passes each by a call of Python."""
    # A statement says its columns only when it runs.
    return partial(tuple.__new__, namedtuple("Found", columns))  # noqa: PYI024


entries = _table(RegisterEntry)
publications = _table(Publication)
Entry = entries.c
Published = publications.c
mentions = _table(Mention)
Mentioned = mentions.c
partners = _table(RegisterPartner)
Named = partners.c
Profession = _table(RegisterProfession).c
Determinant = _table(RegisterDeterminant).c

# SQLite would look up every row in its own order; it is told that the index holds all that is asked for.
BY_FACETS = "INDEXED BY ix_register_entries_facets"

# What the two lights are read from (`model.status`).
LIGHTS = (
    Entry.outlook,
    Entry.last_reported_on,
    Entry.next_due_on,
    Entry.grace_until,
    Entry.stale_from,
    Entry.closed_on,
    Entry.close_reason,
    Entry.source_status,
)
