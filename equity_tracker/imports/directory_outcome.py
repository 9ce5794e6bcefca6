"""What importing the directory of organisations did, or would do, in words for a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from equity_tracker.imports.organisations_reading import DirectoryPlan


@dataclass(frozen=True, slots=True)
class DirectoryOutcome:
    """All or nothing: with a problem nothing is created or changed."""

    plan: DirectoryPlan
    created: int = 0
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    successions: int = 0

    @property
    def is_refused(self) -> bool:
        return bool(self.plan.problems)


def directory_lines(outcome: DirectoryOutcome, *, applied: bool) -> Iterator[str]:
    organisations = outcome.plan.organisations
    unchecked = sum(1 for row in organisations if not row.checked)
    yield f"Organisations read: {len(organisations)}, of which nobody has checked {unchecked}."
    for notice in outcome.plan.notices:
        yield f"Note: {notice.text}"
    for problem in outcome.plan.problems:
        yield f"Refused: {problem.text}"
    if outcome.is_refused:
        yield "Nothing is imported while a row is refused."
        return
    yield f"Created: {outcome.created}. Changed: {len(outcome.changed)}. Unchanged: {outcome.unchanged}."
    yield f"Mergers, splits and ends put on record: {outcome.successions}."
    for name in outcome.changed:
        yield f"Changed: {name}"
    yield "Written." if applied else "This was a dry run: nothing was written. Add --apply to write it."
