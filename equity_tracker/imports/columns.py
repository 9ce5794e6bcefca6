"""Finding the columns a mapping names in a table, and settling what only a whole column can settle."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from equity_tracker.imports.header import fold_column
from equity_tracker.imports.problems import Notice, NoticeKind, Problem
from equity_tracker.imports.reading import Row, Table
from equity_tracker.model.date_reading import day_comes_first

_NUMBERED = re.compile(r" \(column [0-9]+\)$")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_POINT_NOUGHT = re.compile(r"[0-9]+\.0")
_OTHER_POINT = re.compile(r"[0-9]+\.[0-9]*[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """The table's own name for each name the mapping uses, and a problem for each that is missing."""

    names: Mapping[str, str]
    problems: tuple[Problem, ...]


def find_columns(wanted: Sequence[str], table: Table) -> FoundColumns:
    by_fold = {fold_column(name): name for name in table.columns}
    twice = defaultdict(list)
    for name in table.columns:
        twice[fold_column(_NUMBERED.sub("", name))].append(name)
    found = {name: by_fold[fold_column(name)] for name in wanted if fold_column(name) in by_fold}
    problems = [
        Problem(_missing(name, twice.get(fold_column(name), []), table.columns))
        for name in wanted
        if name not in found
    ]
    return FoundColumns(MappingProxyType(found), tuple(problems))


def _missing(name: str, same: Sequence[str], columns: Sequence[str]) -> str:
    if len(same) > 1:
        choices = " or ".join(f'"{choice}"' for choice in same)
        return f'Column "{name}" is there {len(same)} times. Write {choices} in the mapping'
    return f'Column "{name}" is missing. Found: {", ".join(columns)}'


def fill_down(rows: Iterable[Row], columns: Sequence[str]) -> tuple[list[Row], list[Notice]]:
    """Take an empty cell's text from the row above, as a merged cell means it; only when asked for."""
    latest: dict[str, str] = {}
    filled: dict[str, list[int]] = defaultdict(list)
    complete = []
    for row in rows:
        cells = dict(row.cells)
        for column in columns:
            if cells[column].strip():
                latest[column] = cells[column]
            elif column in latest:
                cells[column] = latest[column]
                filled[column].append(row.number)
        complete.append(Row(row.number, MappingProxyType(cells)))
    notices = [
        Notice(
            "Empty, and filled from the row above, as the mapping asks",
            NoticeKind.WARNING,
            column,
            tuple(numbers),
        )
        for column, numbers in filled.items()
    ]
    return complete, notices


def settle_day_first(column: str | None, rows: Iterable[Row]) -> tuple[bool | None, list[Notice]]:
    """What a column's own dates say about 03/04/2025, and a notice that shows it."""
    if column is None:
        return None, []
    texts = [row.cells[column] for row in rows]
    day_first = day_comes_first(texts)
    if day_first is None:
        return None, []
    order = "day" if day_first else "month"
    return day_first, [Notice(f"Its other dates show that the {order} comes first in it", column=column)]


def damaged_ids(ids: Iterable[str]) -> frozenset[str]:
    """Ids that a spreadsheet took for numbers: 7E+12, or 7000000000030110.0 where no other id has a 1.2."""
    texts = {text.strip() for text in ids}
    scientific = {text for text in texts if _SCIENTIFIC.fullmatch(text)}
    if any(_OTHER_POINT.fullmatch(text) for text in texts):
        return frozenset(scientific)
    return frozenset(scientific | {text for text in texts if _POINT_NOUGHT.fullmatch(text)})
