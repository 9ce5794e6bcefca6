"""Which organisations the makers of promises are. Where that is not certain, a person is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from equity_tracker.imports.names import KnownName, Match, MatchOutcome, NameIndex
from equity_tracker.imports.planned import ImportPlan, PlannedMaker
from equity_tracker.imports.problems import Problem


@dataclass(slots=True)
class MatchedMakers:
    """Keys of known organisations by the maker's name, makers that are new, and what must be asked."""

    known: dict[str, str] = field(default_factory=dict)
    new: list[PlannedMaker] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def match_makers(plan: ImportPlan, known: Iterable[KnownName]) -> MatchedMakers:
    index = NameIndex(known)
    matched = MatchedMakers()
    for maker in plan.makers:
        match = index.match(maker.name)
        if match.outcome is MatchOutcome.FOUND:
            matched.known[maker.name] = match.candidates[0].key
        elif match.outcome is MatchOutcome.UNKNOWN:
            matched.new.append(maker)
        else:
            matched.problems += _questions(plan, maker, match)
    matched.problems.sort(key=lambda problem: problem.row or 0)
    return matched


def _questions(plan: ImportPlan, maker: PlannedMaker, match: Match) -> list[Problem]:
    candidates = _names(match.candidates)
    reason = (
        f"{match.reason}. Write the full name in the mapping, under organisation.names. Known: {candidates}"
    )
    return [
        Problem(reason, row=record.row, column=plan.mapping.organisation.column, value=maker.source_name)
        for record in plan.records
        if record.maker.name == maker.name
    ]


def _names(candidates: Sequence[KnownName]) -> str:
    return "; ".join(candidate.name for candidate in candidates)
