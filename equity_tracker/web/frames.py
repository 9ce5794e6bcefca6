"""A page drawn once with gaps, for what differs from one to the next of its kind, such as the rows of a list.

What stands around the rows costs more to draw than they do, and is the same on every page of one question.
"""

import re
import secrets
from collections.abc import Callable, Hashable

from equity_tracker.web.remembered import remembered

# No page holds it by chance, and nobody outside can guess it. Letters and digits pass through any escaping.
_SIGN = secrets.token_hex(16)
_GAP = re.compile(f"gap-([a-z_]+)-{_SIGN}")


class Frame:
    """A page with gaps."""

    def __init__(self, page: str) -> None:
        pieces = _GAP.split(page)
        # As bytes, since a whole page takes as long to encode as to put together.
        self._drawn, self._names = [piece.encode() for piece in pieces[::2]], pieces[1::2]

    def filled(self, **values: str) -> bytes:
        """Return the page. The values are HTML, and are not looked at."""
        page = [self._drawn[0]]
        for name, piece in zip(self._names, self._drawn[1:], strict=True):
            page += [values[name].encode(), piece]
        return b"".join(page)


def gaps(*names: str) -> dict[str, str]:
    """Return what a template is handed in place of these values."""
    return {name: f"gap-{name}-{_SIGN}" for name in names}


def frame(key: Hashable, draw: Callable[[], str]) -> Frame:
    """Return the frame of this key, which holds all that it is drawn from, or draw it."""
    return remembered("frames").get(key, lambda: Frame(draw()))
