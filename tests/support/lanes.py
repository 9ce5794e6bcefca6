"""Which tests `make test` runs, and which it leaves to `make test-thorough`: together they are all of them.

A test that takes more than a second carries the mark `thorough` itself. On PostgreSQL most cases of a table
are given it here: what a case adds to its neighbours is another answer, seldom another statement.
"""

import os
from collections import defaultdict
from collections.abc import Sequence

import pytest

# What gives a test a database. A test that asks for none of these is not run again on another one.
DATABASES = {"app", "database_url", "empty_app", "loaded_once", "own", "own_installation"}
# Of one table, on PostgreSQL.
FEW = 2


def on_postgresql() -> bool:
    return "TEST_DATABASE_URL" in os.environ


def needs_database(item: pytest.Item) -> bool:
    return not DATABASES.isdisjoint(getattr(item, "fixturenames", ()))


def mark_repetitions(items: Sequence[pytest.Item]) -> None:
    """Leave `FEW` cases of each test unmarked: the first and the last, and any others evenly between."""
    tables = defaultdict(list)
    for item in sorted(items, key=lambda item: item.nodeid):
        tables[item.nodeid.partition("[")[0]].append(item)
    for cases in tables.values():
        kept = {position * (len(cases) - 1) // (FEW - 1) for position in range(FEW)}
        for number, case in enumerate(cases):
            if number not in kept:
                case.add_marker(pytest.mark.thorough)
