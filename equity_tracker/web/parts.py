"""One part of a list, and the address of the next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request
from werkzeug.exceptions import BadRequest

from equity_tracker.web.pagination import read_cursor, write_cursor
from equity_tracker.web.problems import Problem

Key = Sequence[str | int | date]
Part = tuple[dict[str, Any], int, dict[str, str]]
UNPROCESSABLE = 422
LINK = {"Link": {"description": 'Where the next part is: `<…>; rel="next"`.', "schema": {"type": "string"}}}


def place(asked: Mapping[str, Any], shape: Sequence[type]) -> list[Any] | None:
    """Return after which row to go on."""
    try:
        return read_cursor(asked.get("after"), shape)
    except BadRequest:
        raise faulty("after", "This is no cursor of ours for this list.") from None


def faulty(name: str, message: str) -> Problem:
    return Problem(UNPROCESSABLE, errors={name: [message]})


def part(
    rows: Sequence[Any], limit: int, key: Callable[[Any], Key], shown: Callable[[Any], Any] = lambda row: row
) -> Part:
    """Put rows, read one beyond the limit, as one part of a list.

    :param shown: makes of a row what its schema reads.
    """
    items = rows[:limit]
    following = _following(write_cursor(key(items[-1]))) if len(rows) > limit else None
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return {"items": [shown(row) for row in items], "next": following}, 200, headers


def part_of_all(
    rows: Sequence[Any],
    asked: Mapping[str, Any],
    key: Callable[[Any], tuple[str, ...]],
    shown: Callable[[Any], Any] = lambda row: row,
) -> Part:
    """Put a part of a list that is read as a whole, in the order of its key."""
    rows = sorted(rows, key=key)
    after = place(asked, [str] * len(key(rows[0]))) if rows else None
    later = rows if after is None else [row for row in rows if key(row) > tuple(after)]
    return part(later[: asked["limit"] + 1], asked["limit"], key, shown)


def here() -> str:
    """Return the address of this register."""
    return str(current_app.config["SETTINGS"].public_base_url)


def _following(cursor: str) -> str:
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    return f"{here()}{request.path}?{urlencode([*asked, ('after', cursor)])}"
