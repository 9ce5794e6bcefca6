"""The tables of the open data: every column's name, type, meaning and place in what was published.

They are data, in `tables.toml`; the export, its data package, the dictionary and its pages read them here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity_tracker.model.vocabulary import ALL

# The format of the files: the first number counts up when a column goes or means something else.
FORMAT = "1.0"
FORMAT_CHANGES = (("1.0", "2026-11-26", "The first release."),)


@dataclass(frozen=True)
class Column:
    """One column: what it says, and where that is read."""

    name: str
    about: str
    source: str
    type: str = "string"
    required: bool = False
    terms: str | None = None
    one_of: tuple[str, ...] = ()
    format: str | None = None
    made: str | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What it may hold, if that is a list of words. Retired terms stay on old records."""
        if self.terms is None:
            return self.one_of
        return tuple(slug for name in self.terms.split() for slug in ALL[name].slugs)


@dataclass(frozen=True)
class Reference:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: which publications its rows are made of, and how."""

    name: str
    title: str
    about: str
    of: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    each: tuple[str, ...] = ()
    one: str | None = None
    each_of: tuple[tuple[str, str], ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    def reference_of(self, column: str) -> Reference | None:
        """Return the table that a column alone leads to."""
        return next((row for row in self.references if row.columns == (column,)), None)


def read_tables(text: str) -> dict[str, Table]:
    return {name: _table(name, fields) for name, fields in tomllib.loads(text).items()}


def _table(name: str, fields: Mapping[str, Any]) -> Table:
    has_items = bool(fields.keys() & {"each", "one", "each_of"})
    return Table(
        name=name,
        title=fields["title"],
        about=fields["about"],
        of=fields["of"],
        columns=tuple(_column(row, "item" if has_items else "payload") for row in fields["columns"]),
        key=tuple(fields["key"]),
        references=tuple(_reference(columns, to) for columns, to in fields.get("refers", {}).items()),
        each=tuple(fields.get("each", ())),
        one=fields.get("one"),
        each_of=tuple(fields.get("each_of", {}).items()),
    )


def _column(fields: Mapping[str, Any], home: str) -> Column:
    facts = dict(fields)
    facts["source"] = facts.pop("from", _default_source(facts["name"], home))
    facts["made"] = facts.pop("as", None)
    facts["one_of"] = tuple(facts.get("one_of", ()))
    return Column(**facts)


def _default_source(name: str, home: str) -> str:
    # Its page is no part of what was published.
    return name if name == "address" else f"{home}.{name}"


def _reference(columns: str, to: str) -> Reference:
    keys = [key.strip().split(".") for key in to.split(",")]
    return Reference(
        columns=tuple(column.strip() for column in columns.split(",")),
        table=keys[0][0],
        keys=tuple(key for _, key in keys),
    )


TABLES: Mapping[str, Table] = read_tables(Path(__file__).with_suffix(".toml").read_text("utf-8"))
