"""How connections are opened: the safe SQLite, its pragmas, write locks, and time-outs on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Literal

import pysqlite3.dbapi2
from sqlalchemy import JSON, Column, Connection, Engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import FromClause

from equity_tracker.model.base import UtcDateTime

# From 3.7.0 to 3.51.2 two writers that checkpoint at once can lose commits in WAL mode
# (sqlite.org/changes.html).
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 5000,
    "recursive_triggers": 1,
    # Kilobytes, below nought. Of the usual two megabytes the rows of one organisation take half.
    "cache_size": -16_000,
}
POSTGRES_OPTIONS = (
    "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"
)

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class WriteDuringRead(RuntimeError):
    """Something tried to write while a page was only being read."""


def engine_options(url: str) -> dict[str, Any]:
    """Return what `create_engine` needs for this database."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return {"url": url, "module": pysqlite3.dbapi2, "connect_args": {"check_same_thread": False}}
    return {
        "url": url,
        "pool_size": 10,
        "max_overflow": 5,
        "pool_timeout": 3,
        "pool_pre_ping": True,
        "connect_args": {"options": POSTGRES_OPTIONS, "connect_timeout": 5},
    }


class _SaysWhichIndex(SQLiteCompiler):
    """SQLAlchemy writes hints for other databases only; SQLite's stands after the table, too."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002 - its signature
        return text


def prepare(engine: Engine) -> None:
    """Attach the pragmas and the transaction rules to an SQLite engine. Others need nothing."""
    if engine.dialect.name != "sqlite":
        return
    engine.dialect.statement_compiler = _SaysWhichIndex
    version = pysqlite3.dbapi2.sqlite_version_info
    if version < SAFE_SQLITE:
        raise RuntimeError(
            f"SQLite {version} can lose commits in WAL mode. Install pysqlite3 0.6.1 or later."
        )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
    # The driver must not open transactions by itself: see _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    in_memory = cursor.execute("PRAGMA database_list").fetchone()[2] == ""
    for name, wanted in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={wanted}")
        found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted and not (in_memory and name == "journal_mode"):
            raise RuntimeError(f"SQLite refused PRAGMA {name}={wanted}; it stayed {found}.")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Lock before the first read of a writing transaction, so that no update is lost or refused half-way."""
    # By the driver's own cursor: SQLAlchemy's takes twenty times as long as the statement.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def is_reading() -> bool:
    """Say whether only reading is allowed now."""
    return _reading.get()


@contextmanager
def reading(*, only: bool = True) -> Iterator[None]:
    """Within it, transactions do not lock for writing, and the ORM refuses to write."""
    token = _reading.set(only)
    try:
        yield
    finally:
        _reading.reset(token)


def start_reading(*, only: bool) -> None:
    """Set the mode for the rest of this request."""
    _reading.set(only)


SEARCH_TABLE = "register_search"


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared_to: object) -> bool:  # noqa: FBT001 - Alembic's signature
    """Tell Alembic what the models describe: not the search index, which each engine keeps in its own way."""
    if kind == "table":
        return not (name or "").startswith(SEARCH_TABLE)
    return not (kind in {"column", "index"} and (name or "").endswith("search_vector"))


def render_type(kind: str, described: object, _context: object) -> str | Literal[False]:
    """Write our own column type into migrations as the plain one it stands on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(described, UtcDateTime) else False


def has_another_default(
    _context: object,
    _inspected: object,
    described: Column[Any],
    default: str | None,
    _described_default: object,
    rendered: str | None,
) -> bool | None:
    """Compare the defaults of JSON columns as text: PostgreSQL has no equality for them. None: as usual."""
    if not isinstance(described.type, JSON):
        return None
    return (default or "").removesuffix("::json") != (rendered or "")


def unique_violation(error: IntegrityError) -> str | None:
    """Name the unique constraint that a write broke, without its prefix, such as `organisations_slug`."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        return str(name).removeprefix("uq_")
    message = str(error.orig)
    if not message.startswith("UNIQUE constraint failed: "):
        return None
    columns = message.removeprefix("UNIQUE constraint failed: ").split(", ")
    table = columns[0].partition(".")[0]
    return "_".join([table, *(column.partition(".")[2] for column in columns)])
