"""Joins the pieces of SQLite's index of words. PostgreSQL looks after its own."""

from datetime import datetime

from sqlalchemy import text

from equity_tracker.extensions import db

# How much is rewritten while writers wait: a fifth of a second on a slow machine.
PAGES_AT_ONCE = 500
# A merge that finds nothing more to do changes one row, and no other (sqlite.org/fts5.html, 6.9).
_NOTHING_MORE = 2

_CHANGES = text("SELECT total_changes()")
_MERGE = text("INSERT INTO register_search (register_search, rank) VALUES ('merge', :pages)")


def merge_search_index(now: datetime, *, dry_run: bool = False) -> dict[str, int]:  # noqa: ARG001 - every job is told
    """Join all pieces into one, some pages at a time, and say in how many steps.

    Each publication leaves a piece of its own, and every search reads all of them: a search for two words
    among 100,000 commitments took more than twice as long before.
    """
    if dry_run or db.engine.dialect.name != "sqlite":
        return {}
    # A negative number asks to begin with all pieces, however few; then it goes on from there.
    steps, pages = 1, PAGES_AT_ONCE
    changed = _merge(-pages)
    while changed >= _NOTHING_MORE:
        changed = _merge(pages)
        steps += 1
    return {"steps": steps}


def _merge(pages: int) -> int:
    """Return how many rows of the index it changed."""
    with db.engine.begin() as connection:
        before: int = connection.execute(_CHANGES).scalar_one()
        connection.execute(_MERGE, {"pages": pages})
        after: int = connection.execute(_CHANGES).scalar_one()
    return after - before
