"""What takes long to count, counted once for each state of what is public, and each day."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

from equity_tracker import publication_counter
from equity_tracker.extensions import db
from equity_tracker.web.remembered import remembered

Counted = TypeVar("Counted")
# Of some 5 kB each, in each process.
COUNTS_AT_MOST = 200
MEMORY = "counts"
# Single numbers, apart from them: everybody asks for other ones.
NUMBERS_AT_MOST = 5_000
NUMBERS = "numbers"


def once(what: Hashable, today: date, count: Callable[[], Counted]) -> Counted:
    """Return what was counted, or count it. The counter moves with whatever changes what is counted."""
    return remembered(MEMORY, COUNTS_AT_MOST).get(_key(what, today), count)


def number_once(what: Hashable, today: date, count: Callable[[], int]) -> int:
    """Do the same for one number."""
    return remembered(NUMBERS, NUMBERS_AT_MOST).get(_key(what, today), count)


def _key(what: Hashable, today: date) -> Hashable:
    counter = publication_counter.read_once(db.session)
    return what, today, counter.number, counter.counted_at
