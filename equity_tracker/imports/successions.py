"""Who followed whom, put together from the entries of the directory."""

from dataclasses import dataclass
from datetime import date, timedelta

from equity_tracker.imports.organisations_reading import DirectoryPlan, Identifier, PlannedOrganisation


@dataclass(frozen=True, slots=True)
class PlannedSuccession:
    """One change: from whom to whom, by key. The day after the end is the day of the change."""

    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    effective_on: date | None
    source: str
    note: str | None = None

    @property
    def kind(self) -> str:
        if not self.successors:
            return "ended"
        if len(self.successors) > 1:
            return "split"
        return "merged" if len(self.predecessors) > 1 else "absorbed"


def successions(plan: DirectoryPlan) -> list[PlannedSuccession]:
    """Every change the directory knows of; those who went the same way on the same day went together."""
    keys = {identifier: planned.key for planned in plan.organisations for identifier in planned.identifiers}
    together: dict[tuple[tuple[Identifier, ...], date | None], list[PlannedOrganisation]] = {}
    for planned in plan.organisations:
        if planned.replaced_by:
            together.setdefault((planned.replaced_by, planned.end_on), []).append(planned)
    replaced = [
        PlannedSuccession(
            predecessors=tuple(planned.key for planned in group),
            successors=tuple(keys[identifier] for identifier in replaced_by if identifier in keys),
            effective_on=end_on + timedelta(days=1) if end_on else None,
            source=group[0].source,
        )
        for (replaced_by, end_on), group in together.items()
    ]
    return [*replaced, *_gone(plan)]


def _gone(plan: DirectoryPlan) -> list[PlannedSuccession]:
    """What a later list leaves out has gone, although no source says on which day, or into what."""
    return [
        PlannedSuccession(
            predecessors=(planned.key,),
            successors=(),
            effective_on=planned.end_on + timedelta(days=1) if planned.end_on else None,
            source=planned.source,
            note="It is not in the latest list. No source that we have names its successor.",
        )
        for planned in plan.organisations
        if not planned.is_current and not planned.replaced_by
    ]
