"""Which tests `make test` runs, and which it leaves to `make test-thorough`: together they are all of them.

A test that takes more than half a second, and is not the only one of what it shows, carries the mark
`thorough` itself. More are given it here:

- Of a long table of tests that write to a database, all cases but `FEW`: what a case adds to its
  neighbours is another answer, seldom another statement.
- On PostgreSQL, where everything runs for the second time, all cases but the first, of each file two
  functions in three, and what reads the whole demonstration. Tests with a database of their own stay: there
  several are at work at once, and that is where two databases differ most.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest

# What gives a test a database. A test that asks for none of these is not run again on another one.
OWN_DATABASES = {"database_url", "empty_app", "own", "own_installation"}
DATABASES = OWN_DATABASES | {"app", "loaded_once"}
# What a test asks for that writes to it, or may.
WRITABLE = OWN_DATABASES | {"isolated", "here"}
FEW = 5
THIRD = 3


def on_postgresql() -> bool:
    return "TEST_DATABASE_URL" in os.environ


def needs_database(item: pytest.Item) -> bool:
    return asks_for(item, DATABASES)


def asks_for(item: pytest.Item, fixtures: set[str]) -> bool:
    return not fixtures.isdisjoint(getattr(item, "fixturenames", ()))


def mark_repetitions(items: Iterable[pytest.Item]) -> None:
    """Give the mark `thorough` to what repeats others, by the rules above."""
    files = defaultdict[str, dict[str, list[pytest.Item]]](dict)
    for item in sorted(items, key=lambda item: item.nodeid):  # in whichever order they are going to run
        file, _, _ = item.nodeid.partition("::")
        function, _, _ = item.nodeid.partition("[")
        files[file].setdefault(function, []).append(item)
    for functions in files.values():
        for number, cases in enumerate(functions.values()):
            for case in repetitions(cases, number):
                case.add_marker(pytest.mark.thorough)


def repetitions(cases: Sequence[pytest.Item], number: int) -> list[pytest.Item]:
    """Return which cases of a file's function of this number repeat others."""
    if on_postgresql():
        is_kept = asks_for(cases[0], OWN_DATABASES) or (
            number % THIRD == 0 and not asks_for(cases[0], {"loaded_once"})
        )
        return list(cases[1:] if is_kept else cases)
    if asks_for(cases[0], WRITABLE):
        return [case for position, case in enumerate(cases) if position not in spread(len(cases))]
    return []


def spread(length: int) -> set[int]:
    """Return `FEW` positions, or all there are: the first, the last, and others evenly between."""
    few = min(FEW, length)
    return {position * (length - 1) // max(few - 1, 1) for position in range(few)}
