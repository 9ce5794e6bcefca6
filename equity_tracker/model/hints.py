"""Hints for the author of a promise: where two answers do not sit together. They block nothing.

The findings are those of a meta-ethnography of local action on social inequalities in health (Social Theory &
Health, 2022): plans that name social causes and then act on individuals; targeting that is taken to work.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from equity_tracker.model.ingredients import Payload
from equity_tracker.model.quality import POWER_IS_HELD, listed
from equity_tracker.model.readiness import Section
from equity_tracker.model.vocabulary import DETERMINANTS, DISTRIBUTIONS, LEVELS

# Levels that act on individuals while a determinant is a condition around them.
ACTS_ON_INDIVIDUALS = {"treatment", "behaviour"}
ACTS_ON_CONDITIONS = {"conditions", "structural"}
# How a sentence says that somebody decides. Generous: a hint too few costs less than one that is wrong.
_DECIDES = re.compile(
    r"\b(decid\w+|decision\w*|approv\w+|agree\w*|sets?|writes?|holds?|owns?|controls?|votes?|signs?|funds?|pays"
    r"|commissions|regulat\w+|legislat\w+|licens\w+|licenc\w+|awards?|negotiat\w+|rules on|up to the)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hint:
    """What does not sit together, why that matters, a question, and where it is answered."""

    slug: str
    title: str
    why: str
    question: str
    section: Section


def hints_for(promise: Payload) -> list[Hint]:
    """Return the hints that apply, in the order of the sections."""
    return [hint for find in _HINTS for hint in find(promise)]


def _mismatch(promise: Payload) -> Iterator[Hint]:
    """Health promotion in schools and the like passes for action on what people live in (Holt)."""
    level, determinants = promise.get("level"), promise.get("determinants") or []
    if level not in ACTS_ON_INDIVIDUALS or not determinants:
        return
    named = listed([f"“{DETERMINANTS.label(slug)}”" for slug in determinants])
    yield Hint(
        "mismatch",
        "The determinant and the level pull apart",
        f"You name {named} and act at the level of {LEVELS.label(level).lower()}. "
        "That can be right, and it leaves the condition itself as it is.",
        "What would have to change in the condition, and who decides that?",
        Section.ACTION,
    )


def _targeting(promise: Payload) -> Iterator[Hint]:
    """Targeting is assumed to reduce an inequality because it serves people on low incomes (Blackman)."""
    distribution = promise.get("distribution") or ""
    if not distribution.startswith("targeted_") or promise.get("how_inequality_shrinks"):
        return
    yield Hint(
        "targeting",
        f"{DISTRIBUTIONS.label(distribution)}: how does the inequality shrink?",
        "Serving those with the greatest need is good. By itself it leaves the difference as it is.",
        "How does this reduce the inequality, beyond serving those it reaches?",
        Section.ACTION,
    )


def _claimed_power(promise: Payload) -> Iterator[Hint]:
    """Four US city committees set up for shared governance all scored "consult" when they were assessed."""
    if promise.get("decision_power") not in POWER_IS_HELD or promise.get("decision_body"):
        return
    yield Hint(
        "claimed_power",
        "Claimed, not evidenced",
        "To share or hand over a decision takes a body that holds it. Until one is named, this is a claim.",
        "What is the body called, and what can it decide against your wishes?",
        Section.PEOPLE,
    )


def _no_decider(promise: Payload) -> Iterator[Hint]:
    """Those in the synthesis who tied health, its conditions and policy together said who decides."""
    if promise.get("level") not in ACTS_ON_CONDITIONS or _DECIDES.search(promise.get("how_it_works") or ""):
        return
    yield Hint(
        "no_decider",
        "Who decides the condition?",
        f"At the level of {LEVELS.label(promise['level']).lower()} somebody decides how things are: a "
        "board, a council, a landlord, a minister. Naming them shows how the action works.",
        "Which condition changes, who decides it, and what effect do you expect?",
        Section.INEQUALITY,
    )


_HINTS: tuple[Callable[[Payload], Iterator[Hint]], ...] = (
    _no_decider,
    _mismatch,
    _targeting,
    _claimed_power,
)
