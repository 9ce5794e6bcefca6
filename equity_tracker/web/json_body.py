"""A body of JSON, read strictly: what is ambiguous, endless or cannot be stored is refused, not guessed."""

import json
from decimal import Decimal
from typing import Any

from flask import request

from equity_tracker.web.problems import Problem

NOT_UNDERSTOOD, NOT_JSON = 400, 415
# A draft has rows inside a list inside the object. Nothing of ours is deeper.
DEEPEST = 6
LONGEST_NUMBER = 40


class _NotPlain(ValueError):
    """What is wrong, in words for whoever wrote the program."""


def read_object() -> dict[str, Any]:
    """Return the object that was sent, or refuse the body and say why."""
    if request.mimetype != "application/json":
        raise Problem(NOT_JSON)
    try:
        text = request.get_data().decode("utf-8")
        read = json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_constant=_no_number,
            parse_float=_decimal,
            parse_int=_decimal,
        )
        _refuse_depth_and_halves(read, DEEPEST)
    except UnicodeDecodeError:
        raise Problem(NOT_UNDERSTOOD, "The body is not UTF-8.") from None
    except RecursionError:
        raise Problem(NOT_UNDERSTOOD, f"The body is nested more than {DEEPEST} deep.") from None
    except _NotPlain as fault:
        raise Problem(NOT_UNDERSTOOD, str(fault)) from None
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Problem(NOT_UNDERSTOOD, f"The body is not JSON: see {where}.") from None
    if not isinstance(read, dict):
        raise Problem(NOT_UNDERSTOOD, "Send an object: { … }.")
    return read


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _NotPlain(f"The name “{_shown(twice)}” stands twice in one object.")
    return found


def _no_number(name: str) -> None:
    raise _NotPlain(f"{name} is no number in JSON.")


def _decimal(written: str) -> Decimal:
    """Keep a number as it was written: a float would change some."""
    if len(written) > LONGEST_NUMBER:
        raise _NotPlain("A number is too long.")
    return Decimal(written)


def _refuse_depth_and_halves(value: object, left: int) -> None:
    """Refuse what is nested too deep, and texts with half a pair of surrogates, which no database takes."""
    if isinstance(value, str):
        if not value.isascii() and _shown(value) != value:
            raise _NotPlain("A text has half a character in it: a surrogate without its other half.")
    elif isinstance(value, dict | list):
        if not left:
            raise _NotPlain(f"The body is nested more than {DEEPEST} deep.")
        for inner in (*value, *value.values()) if isinstance(value, dict) else value:
            _refuse_depth_and_halves(inner, left - 1)


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
