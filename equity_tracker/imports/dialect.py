"""From text to rows of cells: which mark stands between cells, and where a quotation goes wrong."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from equity_tracker.imports.decoding import MOST_BYTES
from equity_tracker.imports.problems import Problem

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_SAMPLE_ROWS = 40
_HINT = re.compile(r'"?sep=([,;|\t])"?[ ,;|\t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Records:
    """The rows, numbered as a spreadsheet numbers them, up to the problem if there is one."""

    rows: tuple[tuple[int, list[str]], ...]
    delimiter: str
    problem: Problem | None = None


def split_rows(text: str, delimiter: str | None = None, *, most_rows: int) -> Records:
    """Split by the delimiter told, or hinted at by a first line `sep=;`, or that gives the most even rows.

    A spreadsheet does not show the hint, so it is not counted as a row. `most_rows` guards memory only.
    """
    hint = _HINT.match(text)
    body = text[hint.end() :] if hint else text
    chosen = delimiter or (hint[1] if hint else _likeliest_delimiter(body))
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(_lines(body), delimiter=chosen, strict=True)
    lines_before = 0
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, cells))
            lines_before = reader.line_num
            if number > most_rows:
                break
    except csv.Error as error:
        # A quotation that closes on a later line, in the middle of a cell, is the next cell's opening mark.
        is_endless = reader.line_num - lines_before > 1 or str(error) == "unexpected end of data"
        return Records(tuple(rows), chosen, _quotation_problem(len(rows) + 1, is_endless=is_endless))
    return Records(tuple(rows), chosen)


def _quotation_problem(row: int, *, is_endless: bool) -> Problem:
    reason = "starts a quotation that never ends" if is_endless else "has text after a closing quotation mark"
    return Problem(reason, row=row)


def _lines(text: str) -> io.StringIO:
    # The parser stops at 131,072 characters unless told otherwise; whole reports stand in one cell.
    csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))
    return io.StringIO(text, newline="")


def _likeliest_delimiter(text: str) -> str:
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    widths = Counter(len(cells) for cells in _sample(text, delimiter) if cells)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return (rows / widths.total(), width) if width > 1 else (0.0, 0)


def _sample(text: str, delimiter: str) -> Iterator[list[str]]:
    return itertools.islice(csv.reader(_lines(text), delimiter=delimiter), _SAMPLE_ROWS)
