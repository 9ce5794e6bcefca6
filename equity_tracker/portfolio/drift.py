"""How the commitments with a check-in stand beside what they first published: drifted, the same, deepened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from equity_tracker.model.drift import drift_steps, is_narrowed
from equity_tracker.model.status import Tone
from equity_tracker.model.vocabulary import LEVELS
from equity_tracker.portfolio.held import Held
from equity_tracker.portfolio.standing import Count
from equity_tracker.portfolio.worklists import Worklist


@dataclass(frozen=True)
class LevelStep:
    """The level first published, the one confirmed last, and how many moved so."""

    first: str
    confirmed: str
    count: int


@dataclass(frozen=True)
class Drift:
    """How many moved, from which level to which; which ones they are, in the coordinators' edition alone."""

    in_all: int
    levels: tuple[Count, ...]
    steps: tuple[LevelStep, ...]
    proportionate: int
    narrowed: int
    named: Worklist | None


def drift_of(held: Sequence[Held], named: Worklist | None) -> Drift:
    rows = [row for row in held if not row.is_statement and row.confirmed_level is not None]
    moves = [(row, drift_steps(row.first_level, row.confirmed_level)) for row in rows]
    compared = [(row, steps) for row, steps in moves if steps is not None]
    counts = Counter((row.first_level or "", row.confirmed_level or "") for row, steps in compared if steps)
    order = LEVELS.slugs.index
    spread = [row for row in rows if row.first_distribution == "proportionate" and row.confirmed_distribution]
    return Drift(
        in_all=len(compared),
        levels=(
            Count("At a lower level", sum(steps > 0 for _, steps in compared), Tone.WARN),
            Count("At the same level", sum(steps == 0 for _, steps in compared), Tone.NONE),
            Count("At a higher level", sum(steps < 0 for _, steps in compared), Tone.DONE),
        ),
        steps=tuple(
            LevelStep(LEVELS.label(first), LEVELS.label(last), counts[first, last])
            for first, last in sorted(counts, key=lambda pair: (order(pair[0]), order(pair[1])))
        ),
        proportionate=len(spread),
        narrowed=sum(is_narrowed(row.first_distribution, row.confirmed_distribution) for row in spread),
        named=named,
    )
