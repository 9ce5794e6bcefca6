"""A list as a file for spreadsheets: the one writer of such files, whatever the list, and safe to open."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# Excel takes a file for UTF-8 only by this mark.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is run as a formula by one spreadsheet program or another; the
# last six are the full-width forms, which some read as the plain ones (OWASP, CSV injection).
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠｜|")
_BEGINS = frozenset(FORMULA_BEGINS)
LINES_AT_ONCE = 50


def lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the file some lines at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    yield BYTE_ORDER_MARK + _taken(buffer)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell if cell[:1] not in _BEGINS else safe_cell(cell) for cell in row])
        if not number % LINES_AT_ONCE:
            yield _taken(buffer)
    if last := _taken(buffer):
        yield last


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from running what somebody typed, but leave real numbers as they are."""
    if not text.startswith(FORMULA_BEGINS):
        return text
    return text if _is_number(text) else f"'{text}"


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+").replace(",", "").replace(".", "", 1)
    return digits.isascii() and digits.isdecimal()


def _taken(buffer: io.StringIO) -> str:
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line
