"""What was made once, kept under everything that it was made from: none of it is ever out of date."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from flask import current_app

Made = TypeVar("Made")
PAGES_AT_MOST = 300
"""Of some 40 kB each, in each process."""


class Remembered:
    """The pages that were asked for last, by their keys."""

    def __init__(self, at_most: int = PAGES_AT_MOST) -> None:
        self._at_most = at_most
        self._lock = Lock()
        self._pages: OrderedDict[Hashable, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable, draw: Callable[[], Made]) -> Made:
        """Return what was drawn under this key, or draw it. Two may draw it at once, which does no harm."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                kept: Made = self._pages[key]
                return kept
        page = draw()
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > self._at_most:
                self._pages.popitem(last=False)
        return page


def remembered(what: str = "remembered", at_most: int = PAGES_AT_MOST) -> Remembered:
    """Return the memory of this application: another may have other addresses, or another database."""
    memory: Remembered = current_app.extensions.setdefault(what, Remembered(at_most))
    return memory
