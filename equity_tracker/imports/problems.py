"""What is said about a file: problems refuse a row or the file, notices do not. Both are collected."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LONGEST_VALUE = 120
_MOST_ROWS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or without a row the whole file, is refused.

    `row` counts as a spreadsheet does, with the first line as 1. `reason` reads on after "Row 9" where
    there is no column ("repeats row 4"), and is a sentence of its own everywhere else.
    """

    reason: str
    row: int | None = None
    column: str | None = None
    value: str = ""

    @property
    def text(self) -> str:
        if self.row is None:
            return self.reason
        return f"Row {self.row} {self.reason}" if self.column is None else f"{self.place}: {self.reason}"

    @property
    def place(self) -> str:
        return f"Row {self.row}" if self.column is None else f'Row {self.row}, column "{self.column}"'


class NoticeKind(StrEnum):
    INFORMATION = "information"
    WARNING = "warning"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know that refuses nothing. `offer` is a repair that was not made unasked."""

    reason: str
    kind: NoticeKind = NoticeKind.INFORMATION
    column: str | None = None
    rows: tuple[int, ...] = ()
    offer: str = ""

    @property
    def text(self) -> str:
        place = ", ".join(part for part in (self._column_words(), rows_in_words(self.rows)) if part)
        said = f"{place[0].upper()}{place[1:]}: {self.reason}" if place else self.reason
        return f"{said} {self.offer}" if self.offer else said

    def _column_words(self) -> str:
        return f'column "{self.column}"' if self.column is not None else ""


def rows_in_words(rows: Sequence[int]) -> str:
    """Words like: row 2; rows 2 and 5; rows 2, 3, 4 and 90 more."""
    if not rows:
        return ""
    if len(rows) > _MOST_ROWS_NAMED:
        named = ", ".join(str(row) for row in rows[:_MOST_ROWS_NAMED])
        return f"rows {named} and {len(rows) - _MOST_ROWS_NAMED} more"
    *most, last = (str(row) for row in rows)
    return f"rows {', '.join(most)} and {last}" if most else f"row {last}"


def shortened(value: str) -> str:
    """The value as it can be shown on one line, with what cannot be printed written out."""
    visible = value if value.isprintable() else "".join(c if c.isprintable() else _named(c) for c in value)
    return visible if len(visible) <= _LONGEST_VALUE else visible[: _LONGEST_VALUE - 1] + "…"


def _named(character: str) -> str:
    return " " if character in "\r\n\t\u00a0" else f"[U+{ord(character):04X}]"


def problems_as_csv(problems: Iterable[Problem]) -> str:
    """One line for each problem. A cell that a spreadsheet would run is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["row", "column", "value", "reason"])
    for problem in problems:
        cells = ("" if problem.row is None else str(problem.row), problem.column or "", problem.value)
        writer.writerow([*(_not_run(cell) for cell in cells), problem.text])
    return out.getvalue()


def _not_run(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
