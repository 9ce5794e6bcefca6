"""A year in review as rows for CSV files."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.reports import line_tables
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.lines import ChartPart, EvidenceLine

Row = tuple[str | int | date | None, ...]
# The heads of the columns, and what stands under each.
Columns = Mapping[str, str]

COUNTS = {
    "before": "Promised before, and still held in this time",
    "new": "Promised new",
    "closed": "Closed",
    "under_way": "Under way at the end",
    "statements_of_intent": "Statements of intent",
    "check_ins": "Check-ins sent",
    "reported": "Check-ins that rounds asked for and got",
    "asked": "Check-ins that rounds asked for",
    "missed": "Check-ins that did not come",
    "milestones_met": "Milestones met",
    "readings": "Readings",
    "changed": "Changes to what was promised",
    "evidence": "Pieces of evidence named",
    "confirmed": "With a level confirmed by a check-in",
    "lower": "At a lower level than first promised",
    "higher": "At a higher level than first promised",
}
PROMISES = {
    "reference": "Reference",
    "title": "Title",
    "statement": "Statement",
    "programme": "Programme",
    "made_by": "Promised by",
    "made_on": "Promised on",
    "ends": "To be done by",
    "closed_on": "Closed on",
    "reported": "Rounds reported",
    "asked": "Rounds asked",
    "outlook": "Outlook said last",
    "delivery": "Delivery said last",
    "said_on": "Said on",
    "why": "Why",
    "first_level": "Level first promised",
    "level": "Level now",
    "next_step": "Next step",
    "next_step_on": "Next step by",
}
_ABOUT = {"on": "On", "reference": "Reference", "title": "Title"}
MISSED = _ABOUT | {"round_name": "Round"}
REACHED = _ABOUT | {"what": "What", "against": "Against the plan"}
CLOSED = _ABOUT | {"reason": "How", "what_happened": "What happened", "lessons": "What was learned"}
HELP = _ABOUT | {"of": "Of whom, or on what", "what": "What"}


def counts(numbers: Mapping[str, int], parts: Sequence[ChartPart], closed: Sequence[ChartPart]) -> DataTable:
    rows: list[Row] = [(words, numbers[name]) for name, words in COUNTS.items()]
    rows += [(part.label, part.count) for part in parts]
    rows += [(f"Closed: {part.label}", part.count) for part in closed]
    return DataTable("counts", "Counts", ("What", "Number"), tuple(rows))


def plain(name: str, title: str, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> DataTable:
    cells = tuple(tuple(row[each] for each in columns) for row in rows)
    return DataTable(name, title, tuple(columns.values()), cells)


def changes(rows: Iterable[tuple[date, str, Sequence[Change], str | None]]) -> DataTable:
    return DataTable(
        "changes",
        "What was changed, and why",
        ("On", "Reference", "What", "Before", "After", "Reason"),
        tuple(
            (on, reference, change.label, change.before, change.after, reason)
            for on, reference, several, reason in rows
            for change in several
        ),
    )


def evidence(rows: Iterable[tuple[str, EvidenceLine]]) -> DataTable:
    return line_tables.evidence([(reference, [line]) for reference, line in rows])
