"""What a cell of a file for spreadsheets may hold, so that it is safe to open."""

# Excel takes a file for UTF-8 only by this mark.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is run as a formula by one spreadsheet program or another; the
# last six are the full-width forms, which some read as the plain ones (OWASP, CSV injection).
FORMULA_BEGINS = tuple("=+-@\t\r\n＝＋－＠｜|")


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from running what somebody typed, but leave real numbers as they are."""
    if not text.startswith(FORMULA_BEGINS):
        return text
    return text if _is_number(text) else f"'{text}"


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+").replace(",", "").replace(".", "", 1)
    return digits.isascii() and digits.isdecimal()
