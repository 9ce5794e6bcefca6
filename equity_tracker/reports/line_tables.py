"""The same records and counts that reports print, as rows for CSV files."""

from collections.abc import Iterable, Sequence
from datetime import date

from equity_tracker.model.told_measure import ToldMeasure
from equity_tracker.model.told_milestone import ToldMilestone
from equity_tracker.reports.content import DataTable
from equity_tracker.reports.lines import (
    ChartPart,
    CommitmentLine,
    DraftLine,
    EvidenceLine,
    Happening,
    LatestCheckIn,
    Summary,
)

Cell = str | int | date | None
Row = tuple[Cell, ...]


def counts(name: str, summary: Summary) -> DataTable:
    rows: list[Row] = [
        ("Commitments", summary.commitments),
        ("Under way", summary.under_way),
        ("Asked for a check-in, or have sent one", summary.asked),
        ("Have reported, and the report still stands", summary.reported),
        ("Past the due date without a report", summary.owing),
        ("Statements of intent", summary.statements_of_intent),
        ("With a check-in", summary.checked_in),
        ("Say who has not benefited", summary.says_who_has_not),
    ]
    rows += _parts("Reporting", summary.reporting)
    rows += _parts("Delivery", summary.delivery)
    rows += _parts("Closed", summary.closed)
    return DataTable(name, "Counts", ("What", "Number"), tuple(rows))


def _parts(title: str, parts: Sequence[ChartPart]) -> list[Row]:
    return [(f"{title}: {part.label}", part.count) for part in parts]


def commitments(name: str, title: str, lines: Sequence[CommitmentLine]) -> DataTable:
    columns = (
        "Reference",
        "Title",
        "Statement",
        "Programme",
        "Promised by",
        "Promised on",
        "To be done by",
        "Domain",
        "Level of action",
        "Held by",
        "Delivery",
        "Reporting",
        "Due on",
        "Last reported on",
        "Closed on",
        "What happened",
    )
    rows: list[Row] = [
        (
            line.reference,
            line.title,
            line.statement,
            line.programme,
            line.made_by,
            line.made_on,
            line.ends,
            line.domain,
            line.level,
            line.owner or None,
            line.delivery.label,
            line.reporting.label,
            line.due_on,
            line.last_reported_on,
            line.closed_on,
            line.close_note,
        )
        for line in lines
    ]
    return DataTable(name, title, columns, tuple(rows))


def check_ins(name: str, title: str, of_each: Iterable[tuple[str, LatestCheckIn | None]]) -> DataTable:
    """Return what check-ins say, each under the reference of its commitment; where there is none, no row."""
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
    rows: list[Row] = [
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
        for reference, said in of_each
        if said is not None
    ]
    return DataTable(name, title, columns, tuple(rows))


def latest_check_ins(lines: Sequence[CommitmentLine]) -> DataTable:
    of_each = ((line.reference, line.latest) for line in lines)
    return check_ins("latest-check-ins", "The latest check-in of each", of_each)


def milestones(of_each: Iterable[tuple[str, Sequence[ToldMilestone]]]) -> DataTable:
    columns = ("Reference", "Milestone", "Planned", "Now planned", "Met on", "Against the plan")
    rows: list[Row] = [
        (
            reference,
            step.title,
            str(step.planned),
            str(step.revised) if step.revised else None,
            step.met_on,
            step.slippage,
        )
        for reference, steps in of_each
        for step in steps
    ]
    return DataTable("milestones", "Milestones", columns, tuple(rows))


def figures(of_each: Iterable[tuple[str, Sequence[ToldMeasure]]]) -> DataTable:
    """Baselines, targets and readings; a number that may not be printed stands here in the same words."""
    rows: list[Row] = []
    for reference, measures in of_each:
        for told in measures:
            if told.baseline is not None:
                rows.append((reference, told.name, "Baseline", told.baseline.on, told.baseline.text, None))
            rows += [
                (reference, told.name, "Target", row.set_on, row.sentence, row.reason) for row in told.targets
            ]
            rows += [
                (
                    reference,
                    told.name,
                    "Reading, corrected since" if row.is_replaced else "Reading",
                    row.on,
                    row.text,
                    row.note,
                )
                for row in told.all_readings
            ]
    columns = ("Reference", "Measure", "What", "On", "Figure", "Note")
    return DataTable("figures", "Figures of the measures", columns, tuple(rows))


def evidence(of_each: Iterable[tuple[str, Sequence[EvidenceLine]]]) -> DataTable:
    rows: list[Row] = [
        (reference, row.title, row.url, row.kind, row.strength)
        for reference, lines in of_each
        for row in lines
    ]
    return DataTable(
        "evidence", "Evidence", ("Reference", "Title", "Address", "Kind", "Strength"), tuple(rows)
    )


def happenings(rows: Sequence[Happening]) -> DataTable:
    return DataTable(
        "what-happened",
        "What happened in this time",
        ("On", "Reference", "Title", "What"),
        tuple((row.on, row.reference, row.title, row.what) for row in rows),
    )


def drafts(rows: Sequence[DraftLine]) -> DataTable:
    return DataTable(
        "drafts",
        "Drafts: not public",
        ("Title", "Programme", "State", "To be done by", "Still needed"),
        tuple((row.title, row.programme, row.state, row.ends, "; ".join(row.lacking)) for row in rows),
    )
