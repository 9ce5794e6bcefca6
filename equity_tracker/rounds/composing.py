"""Putting a round report together from what was asked and what came, whoever may read it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from equity_tracker.model.report_choice import Choice
from equity_tracker.model.round_response import Count
from equity_tracker.model.round_snapshot import Outcome
from equity_tracker.model.vocabulary import DELIVERIES, LEVELS, ORGANISATION_KINDS, OUTLOOKS, REGISTER
from equity_tracker.model.words_used import WordsUsed, words_used
from equity_tracker.rounds.answered import Question
from equity_tracker.rounds.reported import (
    Against,
    InRound,
    by_organisation,
    kinds_of,
    organisations_of,
    said_of,
)
from equity_tracker.rounds.round_report import RoundReport


def composed(
    choice: Choice,
    rows: list[InRound],
    *,
    total: Count,
    closed_on: date | None,
    before: Callable[[list[InRound]], Against | None],
    questions: Callable[[], tuple[Question, ...]],
    **facts: Any,  # noqa: ANN401 - the plain fields of the report
) -> RoundReport:
    """Make each part that was asked for. A round that asked nothing of its own has no such part."""
    rows = [row for held in by_organisation(rows) for row in held]
    makers: Mapping[str, Callable[[], Any]] = {
        "asked": lambda: kinds_of(rows),
        "said": lambda: said_of(rows),
        "before": lambda: before(rows),
        "missed": lambda: tuple(row for row in rows if row.outcome is Outcome.NOT_REPORTED),
        "questions": lambda: questions() or None,
        "organisations": lambda: organisations_of(rows),
        "check_ins": lambda: tuple(rows),
    }
    parts: dict[str, Any] = {
        name: make() if choice.wants(name.replace("_", "-")) else None for name, make in makers.items()
    }
    return RoundReport(
        choice=choice,
        closed_on=closed_on,
        total=total,
        not_told=total.expected + total.settled - len(rows),
        words=_words(rows, parts),
        **facts,
        **parts,
    )


def _words(rows: list[InRound], parts: Mapping[str, Any]) -> tuple[WordsUsed, ...]:
    """Define the words that occur in the parts that are printed."""
    came = [row for row in rows if row.came_in]
    says_outlooks = any(parts[name] is not None for name in ("said", "organisations", "check_ins"))
    says_more = any(parts[name] is not None for name in ("said", "check_ins"))
    steps = parts["before"].steps if parts["before"] else ()
    labels = {label for step in steps for label in (step.before, step.now)}
    outlooks = [row.outlook for row in came if says_outlooks]
    outlooks += [term.slug for term in OUTLOOKS if term.label in labels]
    named = parts["asked"] is not None or parts["organisations"] is not None
    return words_used(
        [
            ("The register", REGISTER, ["round", "check_in", "commitment"]),
            ("Outlook", OUTLOOKS, outlooks),
            ("Delivery", DELIVERIES, [row.delivery for row in came if says_more]),
            ("Level of action", LEVELS, [row.level for row in came if says_more]),
            ("Kind of organisation", ORGANISATION_KINDS, [row.organisation_kind for row in rows if named]),
        ]
    )
