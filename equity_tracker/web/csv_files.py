"""Answering with a list as a file, sent while it is read."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Response, stream_with_context

from equity_tracker.model import csv_file


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[str]], today: date) -> Response:
    """Return the file, named for the list and the day."""
    return Response(
        stream_with_context(csv_file.lines(header, rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}-{today.isoformat()}.csv"'},
    )
