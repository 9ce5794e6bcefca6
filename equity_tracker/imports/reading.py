"""From bytes to a table: one named cell for each column of each row, and everything that was wrong or odd.

What the columns mean is in `mapping`; what becomes of the rows is in `plan`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from equity_tracker.imports.decoding import MOST_BYTES, Decoded, Undecodable, decode
from equity_tracker.imports.dialect import DELIMITERS, Records, split_rows
from equity_tracker.imports.header import Header, find_header, fold_column, name_columns
from equity_tracker.imports.problems import Notice, NoticeKind, Problem, shortened

MOST_ROWS = 100_000
# Every control character but tab and the line ends; they can be neither stored everywhere nor seen.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TOTALS = {"total", "totals", "grand total", "subtotal", "sub-total"}


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of the file beforehand; whatever is left out is found, and said."""

    expected_columns: frozenset[str] = frozenset()
    header_row: int | None = None
    delimiter: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read. Every row below the header is in exactly one of the three."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    refused_rows: frozenset[int] = frozenset()
    skipped_rows: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0

    @property
    def rows_read(self) -> int:
        return len(self.rows) + len(self.refused_rows) + len(self.skipped_rows)


ANY_LAYOUT = Layout()


def read_table(data: bytes, layout: Layout = ANY_LAYOUT, *, most_bytes: int = MOST_BYTES) -> Table:
    """Read a file of separated values. Nothing is raised: what is wrong stands in `problems`."""
    try:
        decoded = decode(data, layout.encoding, most_bytes)
    except Undecodable as error:
        return Table(problems=(Problem(str(error)),))
    records = split_rows(decoded.text, layout.delimiter, most_rows=MOST_ROWS + 100)
    place = find_header(records.rows, layout.expected_columns, layout.header_row)
    if place is None:
        problem = records.problem or Problem("The file has no row of column names")
        return Table(problems=(problem,), encoding=decoded.encoding, delimiter=records.delimiter)
    below = records.rows[place + 1 :]
    header = name_columns(records.rows[place][1], [cells for _, cells in below])
    return _fill_table(decoded, records, place, header)


def _fill_table(decoded: Decoded, records: Records, place: int, header: Header) -> Table:
    header_row, names = records.rows[place]
    sorter = _Sorter(header, len(names), frozenset(map(fold_column, names)))
    for number, cells in records.rows[place + 1 :][:MOST_ROWS]:
        sorter.take(number, cells)
    above = [number for number, cells in records.rows[:place] if any(cells)]
    problems = [*_header_problems(header_row, header), *sorter.problems]
    refused = {problem.row for problem in sorter.problems if problem.row is not None}
    if records.problem is not None:
        problems.append(records.problem)
        refused.add(records.problem.row or 0)
    if not sorter.rows and not problems:
        problems.append(Problem("The file has no rows below its column names"))
    if len(records.rows) - place - 1 > MOST_ROWS:
        problems.append(Problem(f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files"))
    return Table(
        columns=header.names,
        rows=tuple(sorter.rows),
        refused_rows=frozenset(refused),
        skipped_rows=frozenset(sorter.skipped),
        problems=tuple(problems),
        notices=(*_file_notices(decoded, records, above), *header.notices, *sorter.notices()),
        encoding=decoded.encoding,
        delimiter=records.delimiter,
        header_row=header_row,
    )


def _file_notices(decoded: Decoded, records: Records, above: Sequence[int]) -> list[Notice]:
    notices = []
    if decoded.is_guess:
        words = f" Check these words: {', '.join(map(shortened, decoded.samples))}" if decoded.samples else ""
        reason = f"The file does not say how its letters are written. It was read as {decoded.encoding}."
        notices.append(Notice(reason + words, NoticeKind.WARNING))
    if records.delimiter != ",":
        named = DELIMITERS.get(records.delimiter, f"“{records.delimiter}”")
        notices.append(Notice(f"The cells are separated by {named}"))
    if above:
        reason = "above the column names, and not read"
        notices.append(Notice(reason, NoticeKind.WARNING, rows=tuple(above)))
    return notices


def _header_problems(row: int, header: Header) -> list[Problem]:
    return [
        Problem(_control_reason(found[0]), row=row, value=shortened(name))
        for name in header.names
        if (found := _CONTROL.search(name)) is not None
    ]


def _control_reason(character: str) -> str:
    return f"has a character that cannot be stored (U+{ord(character):04X}). Delete it and try again"


class _Sorter:
    """Sorts rows into those that can be used, those that say nothing, and those that cannot be read."""

    def __init__(self, header: Header, width: int, names: Collection[str]) -> None:
        self.header = header
        self.width = width
        self.header_names = names
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self.skipped: list[int] = []
        self._blank: list[int] = []
        self._totals: list[int] = []
        self._repeated: list[int] = []
        self._short: list[int] = []

    def take(self, number: int, cells: list[str]) -> None:
        filled = [text for cell in cells if (text := cell.strip())]
        if not filled:
            self._skip(number, self._blank)
        elif filled[0].casefold() in _TOTALS:
            self._skip(number, self._totals)
        elif len(filled) > 1 and {fold_column(cell) for cell in cells} == self.header_names:
            self._skip(number, self._repeated)
        elif any(cell.strip() for cell in cells[self.width :]):
            reason = f"has {len(cells)} cells for {self.width} columns. A quotation mark may be missing"
            self.problems.append(Problem(reason, row=number, value=shortened(cells[-1])))
        elif _CONTROL.search("".join(cells)):
            self.problems += self._control_problems(number, cells)
        else:
            self._keep(number, cells)

    def _skip(self, number: int, why: list[int]) -> None:
        why.append(number)
        self.skipped.append(number)

    def _keep(self, number: int, cells: list[str]) -> None:
        if len(cells) < self.width:
            self._short.append(number)
            cells = cells + [""] * (self.width - len(cells))
        named = {name: cells[place] for place, name in self.header.by_place.items()}
        self.rows.append(Row(number, MappingProxyType(named)))

    def _control_problems(self, number: int, cells: list[str]) -> list[Problem]:
        return [
            Problem(
                "the cell " + _control_reason(found[0]),
                row=number,
                column=self.header.by_place.get(place, f"Column {place + 1}"),
                value=shortened(cell[max(0, found.start() - 30) : found.end() + 30]),
            )
            for place, cell in enumerate(cells)
            if (found := _CONTROL.search(cell)) is not None
        ]

    def notices(self) -> list[Notice]:
        said = (
            (self._blank, NoticeKind.SKIPPED, "blank, and skipped"),
            (self._totals, NoticeKind.SKIPPED, "a total, and skipped"),
            (self._repeated, NoticeKind.SKIPPED, "the column names again, and skipped"),
            (self._short, NoticeKind.INFORMATION, "short; the missing cells were read as empty"),
        )
        return [Notice(reason, kind, rows=tuple(rows)) for rows, kind, reason in said if rows]
