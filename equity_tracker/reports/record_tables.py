"""The history of one commitment as rows for CSV files."""

from collections.abc import Iterable, Sequence
from datetime import date

from equity_tracker.model.change import Change
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.story import StoryEntry


def check_ins(reference: str, entries: Sequence[StoryEntry]) -> DataTable:
    columns = (
        "Reference",
        "Check-in",
        "Sent on",
        "Round",
        "Delivery",
        "Outlook said that day",
        "Why",
        "What changed",
        "Next step",
        "Next step by",
        "Who has not benefited",
    )
    rows = tuple(
        (
            reference,
            said.number,
            said.submitted_on,
            said.round_name,
            said.delivery,
            said.outlook,
            said.why,
            said.what_changed,
            said.next_step,
            said.next_step_on,
            said.who_has_not_benefited,
        )
        for entry in entries
        if (said := entry.said) is not None
    )
    return DataTable("check-ins", "Check-ins", columns, rows)


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
