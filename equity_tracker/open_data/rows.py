"""The rows that one publication gives to a table, and their cells, in CSV and in JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from equity_tracker.open_data.tables import Column, Table

Facts = Mapping[str, Any]
Row = list[Any]
# A link to a file of ours is published without the name of this register before it.
OURS = "/"


@dataclass(frozen=True)
class Known:
    """What many rows look up: public ids of organisations by their slugs, and where this register is."""

    base_url: str = ""
    organisations: Mapping[str, str] = field(default_factory=dict)

    def make(self, how: str, value: Any) -> Any:  # noqa: ANN401 - whatever was published
        if value is None:
            return None
        if how == "organisation":
            return self.organisations.get(value)
        return f"{self.base_url}{value}" if value.startswith(OURS) else value


def rows_of(table: Table, facts: Facts, known: Known) -> Iterator[Row]:
    """Yield the rows of a table that these facts of a publication give.

    :param facts: what was published (`payload`), and what is known of it, by name.
    """
    for row in _items(table, facts):
        yield [_value(column, row, known) for column in table.columns]


def _items(table: Table, facts: Facts) -> Iterator[Facts]:
    if table.one is not None:
        item = look_up(facts, table.one)
        return iter(()) if item is None else iter(({**facts, "item": item},))
    if table.each_of:
        return _terms(table, facts)
    return _nested(table, facts) if table.each else iter((facts,))


def _terms(table: Table, facts: Facts) -> Iterator[Facts]:
    for question, vocabulary in table.each_of:
        for slug in dict.fromkeys(look_up(facts, f"payload.{question}") or ()):
            yield {**facts, "item": {"question": question, "vocabulary": vocabulary, "term": slug}}


def _nested(table: Table, facts: Facts) -> Iterator[Facts]:
    for outer_at, outer in enumerate(_listed(look_up(facts, table.each[0])), start=1):
        if len(table.each) == 1:
            yield {**facts, "item": outer, "at": outer_at}
            continue
        for at, item in enumerate(_listed(look_up(outer, table.each[1])), start=1):
            yield {**facts, "item": item, "at": at, "outer": outer, "outer_at": outer_at}


def _listed(value: Any) -> Sequence[Any]:  # noqa: ANN401 - a list or a mapping, as published
    """Return the items of a list; of a mapping each entry, with its key."""
    if isinstance(value, Mapping):
        return [
            {"key": key, **(entry if isinstance(entry, Mapping) else {"value": entry})}
            for key, entry in value.items()
        ]
    return [item if isinstance(item, Mapping | list) else {"value": item} for item in value or ()]


def look_up(value: Any, path: str) -> Any:  # noqa: ANN401 - whatever was published
    """Follow a path of names; what was not published is nothing."""
    for step in path.split("."):
        if value is None:
            return None
        if isinstance(value, list):
            value = value[int(step)]
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            value = getattr(value, step)
    return value


def _value(column: Column, facts: Facts, known: Known) -> Any:  # noqa: ANN401 - whatever was published
    found = look_up(facts, column.source)
    if column.made is not None:
        return known.make(column.made, found)
    return None if found in ("", None) else found


def as_text(column: Column, value: Any) -> str:  # noqa: ANN401 - whatever was published
    """Print a cell of a CSV file. Nothing is an empty cell."""
    if value is None:
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    if column.type == "array":
        return json.dumps(value, ensure_ascii=False)
    if column.type == "datetime":
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return str(value)


def as_json(column: Column, value: Any) -> Any:  # noqa: ANN401 - whatever was published
    """Return a value of a JSON file: a number as a number, nothing as null."""
    if value is None or column.type in {"boolean", "array"}:
        return value
    if column.type == "integer":
        return int(value)
    if column.type == "number":
        return float(value) if "." in str(value) else int(value)
    return as_text(column, value)
