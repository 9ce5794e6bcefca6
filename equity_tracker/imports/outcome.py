"""What an import did, or would do, in words for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from equity_tracker.imports.planned import Change, ImportPlan
from equity_tracker.imports.problems import Problem

MOST_PROBLEMS_PRINTED = 100


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record whose row differs from the one stored, column by column."""

    external_id: str
    changes: tuple[Change, ...]

    @property
    def note(self) -> str:
        """Say in the public change log why the record was published again."""
        if not self.changes:
            return "The source is read in another way now."
        return f"The source changed: {', '.join(change.column for change in self.changes)}."


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """All or nothing: with a problem nothing is created or changed."""

    plan: ImportPlan
    problems: tuple[Problem, ...] = ()
    created: int = 0
    changed: tuple[ChangedRecord, ...] = ()
    unchanged: int = 0
    # Records of earlier files that are not in this one. They stay as they are.
    not_in_file: int = 0
    organisations_found: tuple[str, ...] = ()
    organisations_created: tuple[str, ...] = ()

    @property
    def refused_rows(self) -> frozenset[int]:
        return self.plan.refused_rows | {problem.row for problem in self.problems if problem.row is not None}

    @property
    def is_refused(self) -> bool:
        return bool(self.problems) or not self.plan.records


def report_lines(outcome: ImportOutcome, *, applied: bool) -> Iterator[str]:
    """Say what was read, what became of it, what was refused and why."""
    yield from _read_lines(outcome)
    yield from _mapping_lines(outcome.plan)
    for notice in outcome.plan.notices:
        yield f"Note: {notice.text}"
    if outcome.is_refused:
        yield from _refusal_lines(outcome)
        return
    yield from _written_lines(outcome, applied=applied)


def _read_lines(outcome: ImportOutcome) -> Iterator[str]:
    plan, refused = outcome.plan, outcome.refused_rows
    usable = sum(1 for record in plan.records if record.row not in refused)
    yield f"Source: {plan.mapping.source.name} ({plan.mapping.source.licence})"
    yield (
        f"Rows read: {plan.rows_read}. Mapped: {usable}. Refused: {len(refused)}."
        f" Skipped: {len(plan.skipped_rows)}."
    )


def _mapping_lines(plan: ImportPlan) -> Iterator[str]:
    mapping = plan.mapping
    pairs = [("organisation", mapping.organisation.column), *mapping.columns.items()]
    yield "Columns: " + ", ".join(f"{column} as {field}" for field, column in pairs)
    counts = plan.counts_by_status()
    if mapping.statuses:
        known = [f"{label} {counts[word]}" for word, label in mapping.statuses.items() if word in counts]
        silent = [f"Not stated {counts[None]}"] if None in counts else []
        yield f"Status at the source: {', '.join([*known, *silent])}"


def _refusal_lines(outcome: ImportOutcome) -> Iterator[str]:
    for problem in outcome.problems[:MOST_PROBLEMS_PRINTED]:
        value = f' (found "{problem.value}")' if problem.value else ""
        yield f"Refused: {problem.text}{value}"
    more = len(outcome.problems) - MOST_PROBLEMS_PRINTED
    if more > 0:
        yield f"{more} more problems are not shown. --report FILE.csv writes all of them."
    if not outcome.problems:
        yield "Refused: The file has no rows that could be imported."
    yield "Nothing is imported while a row is refused."


def _written_lines(outcome: ImportOutcome, *, applied: bool) -> Iterator[str]:
    if outcome.organisations_found:
        yield f"Organisations known already: {', '.join(outcome.organisations_found)}"
    if outcome.organisations_created:
        yield f"Organisations added: {', '.join(outcome.organisations_created)}"
    changed = len(outcome.changed)
    yield f"Records created: {outcome.created}. Changed: {changed}. Unchanged: {outcome.unchanged}."
    for record in outcome.changed:
        yield f"Changed {record.external_id}: {record.note}"
    if outcome.not_in_file:
        yield f"Not in this file, and left as they are: {outcome.not_in_file}."
    yield "Written." if applied else "This was a dry run: nothing was written. Add --apply to write it."
