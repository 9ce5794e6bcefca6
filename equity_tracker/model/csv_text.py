"""Tables as files for spreadsheets: in words, and safe to open."""

import csv
import io
from collections.abc import Iterable, Sequence

# Excel takes a file for UTF-8 only by this mark.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is run as a formula by one spreadsheet program or another; the
# last six are the full-width forms, which some read as the plain ones (OWASP, CSV injection).
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠｜|")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """Return a whole small table as the text of its file."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + buffer.getvalue()


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from running what somebody typed, but leave real numbers as they are."""
    if not text.startswith(FORMULA_BEGINS):
        return text
    return text if _is_number(text) else f"'{text}"


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+").replace(",", "").replace(".", "", 1)
    return digits.isascii() and digits.isdecimal()
