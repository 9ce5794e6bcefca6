"""Keyset pages: a cursor says after which row to go on. No offset, no page number."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from werkzeug.exceptions import BadRequest

Row = TypeVar("Row")

PAGE_SIZE = 25
LONGEST_CURSOR = 600


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list and the cursor of the next ones."""

    rows: Sequence[Row]
    next_cursor: str | None


def write_cursor(values: Sequence[str | int | date]) -> str:
    """Pack the sort key of the last row shown."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(text: str | None, shape: Sequence[type]) -> list[Any] | None:
    """Unpack a cursor whose values have these types; anything else is a 400.

    :param shape: for each value `str`, `int` or `date`.
    """
    if not text:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text[:LONGEST_CURSOR] + "=" * (-len(text) % 4)))
        return [_value(kind, value) for kind, value in zip(shape, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError, RecursionError):
        raise BadRequest from None


def _value(kind: type, value: object) -> object:
    if kind is date:
        return date.fromisoformat(str(value))
    if not isinstance(value, kind) or (isinstance(value, int) and not 0 <= value < 2**63):
        raise TypeError
    if isinstance(value, str) and not value.isprintable():
        raise TypeError
    return value


def cut(rows: Sequence[Row], key: Callable[[Row], Sequence[str | int | date]]) -> Page[Row]:
    """Make a page of rows fetched one beyond the page size."""
    shown = rows[:PAGE_SIZE]
    return Page(shown, write_cursor(key(shown[-1])) if len(rows) > PAGE_SIZE else None)
