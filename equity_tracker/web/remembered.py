"""What was drawn once, kept under everything that it was drawn from: none of it is ever out of date."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from flask import current_app

Drawn = TypeVar("Drawn")

PAGES_AT_MOST = 300
"""Of some 40 kB each, in each process."""


class Remembered(Generic[Drawn]):
    """The pages that were asked for last, by their keys."""

    def __init__(self, at_most: int = PAGES_AT_MOST) -> None:
        self._at_most = at_most
        self._lock = Lock()
        self._pages: OrderedDict[Hashable, Drawn] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """Return what was drawn under this key, or draw it. Two may draw it at once, which does no harm."""
        with self._lock:
            if (page := self._pages.get(key)) is not None:
                self._pages.move_to_end(key)
                return page
        page = draw()
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > self._at_most:
                self._pages.popitem(last=False)
        return page


def remembered() -> Remembered[str]:
    """Return the memory of this application: another may have other addresses, or another database."""
    memory: Remembered[str] = current_app.extensions.setdefault("remembered", Remembered())
    return memory
