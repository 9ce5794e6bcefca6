"""Counts of dismissed prompts over all organisations: how the rules do, not how anybody writes."""

from dataclasses import dataclass

from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.dismissed_prompt import DismissedPrompt
from equity_tracker.model.language_rules import RULES


@dataclass(frozen=True)
class Dismissals:
    """How often one family was dismissed, how often with a reason, and on how many commitments."""

    title: str
    dismissed: int = 0
    with_reason: int = 0
    commitments: int = 0


def count_dismissals() -> dict[str, Dismissals]:
    """Return the counts of every family, also of those that nobody dismissed."""
    rows = db.session.execute(
        select(
            DismissedPrompt.family,
            func.count(),
            func.count(DismissedPrompt.reason),
            func.count(DismissedPrompt.commitment_id.distinct()),
        )
        .group_by(DismissedPrompt.family)
        .execution_options(every_organisation=True)
    )
    counted = {family: counts for family, *counts in rows}
    return {key: Dismissals(family.title, *counted.get(key, ())) for key, family in RULES.families.items()}
