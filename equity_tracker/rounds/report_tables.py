"""A round report as data: a table for each list and for everything that it counts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from equity_tracker.model.data_table import Cell, DataTable
from equity_tracker.model.round_response import Count
from equity_tracker.rounds.answered import Question
from equity_tracker.rounds.reported import Against, InRound, OrganisationLine, Said

if TYPE_CHECKING:
    from equity_tracker.rounds.round_report import RoundReport

Rows = Iterable[Sequence[Cell]]
_COUNTS = ("Expected", "Reported", "Late", "Not counted")
_CHECK_IN = (
    "Reference", "Commitment", "Organisation", "Kind of organisation", "Due on", "Outcome", "Reported on",
    "How far it had got", "Outlook", "Level",
)  # fmt: skip


def tables_of(report: "RoundReport") -> list[DataTable]:
    """Return what is printed, in the order of print."""
    header: Sequence[str]
    found = [_table("in-short", "In short", ("What", "Value"), _in_short(report))]
    if report.asked is not None:
        rows: Rows = [(line.label, *_counts(line.count)) for line in report.asked]
        found.append(_table("asked", "By kind of organisation", ("Kind of organisation", *_COUNTS), rows))
    if report.said is not None:
        header = ("Question", "Answer", "Check-ins")
        found.append(_table("said", "What was reported", header, _said(report.said)))
    if report.before is not None:
        header = ("What", "In the round before", "In this round", "Commitments")
        found.append(_table("before", "Against the round before", header, _before(report.before)))
    if report.missed is not None:
        found.append(_table("missed", "What was not reported", _CHECK_IN, map(_check_in, report.missed)))
    if report.questions is not None:
        header = ("Question", "Organisation", "Commitment", "Answer", "Times given")
        found.append(_table("questions", "What was answered", header, _questions(report.questions)))
    if report.organisations is not None:
        header = ("Organisation", "Kind", *_COUNTS, "Outlook")
        rows = map(_organisation, report.organisations)
        found.append(_table("organisations", "Each organisation in a line", header, rows))
    if report.check_ins is not None:
        rows = map(_check_in, report.check_ins)
        found.append(_table("check-ins", "Every check-in that was asked for", _CHECK_IN, rows))
    return found


def _table(name: str, title: str, columns: Sequence[str], rows: Rows) -> DataTable:
    return DataTable(name, title, tuple(columns), tuple(tuple(row) for row in rows))


def _counts(count: Count) -> tuple[int, int, int, int]:
    return count.expected, count.reported, count.late, count.settled


def _in_short(report: "RoundReport") -> Rows:
    yield "Opened", report.opens_on
    yield "Due by", report.due_on
    yield "Days of grace until", report.grace_until
    yield "To close on", report.closes_on
    yield "Closed on", report.closed_on
    yield from zip(_COUNTS, _counts(report.total), strict=True)
    yield "Asked for, and told of no more", report.not_told


def _said(said: Said) -> Rows:
    yield "All", "", said.reports
    for title, parts in (("Outlook", said.outlooks), ("Delivery", said.deliveries), ("Level", said.levels)):
        yield from ((title, part.label, part.count) for part in parts)


def _before(before: Against) -> Rows:
    for name, number in zip(_COUNTS, _counts(before.total), strict=True):
        yield f"{name}, in the round before", before.name, "", number
    yield "Asked by both", "", "", before.asked_by_both
    yield "Reported in both", "", "", before.reported_in_both
    yield "With the same outlook", "", "", before.same_outlook
    yield from (("Another outlook", step.before, step.now, step.count) for step in before.steps)
    yield "Not reported before, reported now", "", "", before.reported_again
    yield "Reported before, not now", "", "", before.fell_silent
    yield "Asked for the first time", "", "", before.asked_first
    yield "Not asked any more", "", "", before.no_longer_asked


def _questions(questions: Sequence[Question]) -> Rows:
    for question in questions:
        yield question.words, "", "", "All answers", question.answered
        yield from ((question.words, "", "", row.label, row.count) for row in question.tallies)
        for line in question.lines:
            yield question.words, line.organisation, line.commitment, line.answer, None


def _organisation(line: OrganisationLine) -> Sequence[Cell]:
    said = "; ".join(f"{part.label} {part.count}" for part in line.outlooks)
    return line.name, line.kind, *_counts(line.count), said


def _check_in(row: InRound) -> Sequence[Cell]:
    return (
        row.reference, row.title, row.organisation, row.kind_label, row.due_on, row.outcome_label,
        row.reported_on, row.delivery_label, row.outlook_label, row.level_label,
    )  # fmt: skip
