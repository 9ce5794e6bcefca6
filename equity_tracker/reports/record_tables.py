"""The history of one commitment as rows for CSV files."""

from collections.abc import Iterable, Sequence
from datetime import date

from equity_tracker.model.change import Change
from equity_tracker.reports import line_tables
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.story import StoryEntry


def check_ins(reference: str, entries: Sequence[StoryEntry]) -> DataTable:
    return line_tables.check_ins("check-ins", "Check-ins", ((reference, entry.said) for entry in entries))


def story(entries: Sequence[StoryEntry]) -> DataTable:
    rows = tuple((entry.on, entry.what, entry.text, entry.note) for entry in entries)
    return DataTable("what-happened", "What has happened", ("On", "What", "Text", "Note"), rows)


def changes(rows: Iterable[tuple[int, date, Change, str | None]]) -> DataTable:
    return DataTable(
        "changes",
        "Every change to the promise",
        ("Publication", "On", "What", "Before", "After", "Reason"),
        tuple(
            (number, on, change.label, change.before, change.after, reason)
            for number, on, change, reason in rows
        ),
    )


def publications(rows: Iterable[tuple[date, str, int, str | None, date | None]]) -> DataTable:
    columns = ("On", "What", "Number", "Note", "Taken back on")
    return DataTable("publications", "Publications", columns, tuple(rows))
