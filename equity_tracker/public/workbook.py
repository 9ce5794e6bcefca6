"""The register as a workbook: its rows on one sheet, and on the other what it is. Written row by row."""

import tempfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

import xlsxwriter

from equity_tracker.public.columns import COLUMNS, About, Type, header, values
from equity_tracker.public.register_facts import RegisterFacts

# A row is forgotten once it is written, and text stays text, whatever it begins with.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_WIDTHS = {"reference": 14, "title": 60, "organisation": 36, "promised_by": 36, "programme": 30, "url": 50}
_WIDTH = {Type.DATE: 13}
_USUAL_WIDTH = 24
# What a cell holds at most, in any spreadsheet program.
LONGEST_CELL = 32_767


def write_workbook(facts: RegisterFacts, rows: Iterable[Any], about: About) -> IO[bytes]:
    """Write the workbook to a temporary file, which ends when it is closed; return it at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - who sends it closes it
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        _write_rows(workbook.add_worksheet("Commitments"), bold, rows, about)
        _write_facts(workbook, facts)
    file.seek(0)
    return file


def _write_rows(sheet: Any, bold: Any, rows: Iterable[Any], about: About) -> None:  # noqa: ANN401 - untyped
    for place, column in enumerate(COLUMNS):
        width = _WIDTHS.get(column.name, _WIDTH.get(column.type, _USUAL_WIDTH))
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, header(), bold)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(values(row, about)):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value)
            elif isinstance(value, str):
                sheet.write_string(number, place, value[:LONGEST_CELL])
            elif value is not None:
                sheet.write_number(number, place, value)


def _write_facts(workbook: Any, facts: RegisterFacts) -> None:  # noqa: ANN401 - untyped
    sheet = workbook.add_worksheet("About this file")
    bold = workbook.add_format({"bold": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, (title, words) in enumerate(facts.lines()):
        sheet.write_string(number, 0, title, bold)
        sheet.write_string(number, 1, words, wrapped)
    first = len(facts.lines()) + 1
    sheet.write_string(first, 0, "Column", bold)
    sheet.write_string(first, 1, "What it holds", bold)
    for number, column in enumerate(COLUMNS, first + 1):
        sheet.write_string(number, 0, column.title, wrapped)
        sheet.write_string(number, 1, column.description, wrapped)
