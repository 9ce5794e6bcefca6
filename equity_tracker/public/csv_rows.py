"""The register as a file for spreadsheets: the same rows as the page, in words, and safe to open."""

from collections.abc import Iterable, Iterator
from typing import Any

from equity_tracker.model import csv_file
from equity_tracker.public.columns import About, cells, header


def csv_lines(rows: Iterable[Any], about: About) -> Iterator[str]:
    """Yield the file line by line."""
    return csv_file.lines(header(), (cells(row, about) for row in rows))
