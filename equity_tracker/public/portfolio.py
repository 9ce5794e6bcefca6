"""Counts for the public overview pages: which rows are commitments, what parts a whole has, what moved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.counting import ADDITIONAL, Matrix, counted_by, matrix, shares, total
from equity_tracker.model.drift import drift_steps, is_narrowed
from equity_tracker.model.publication import Form
from equity_tracker.model.status import AS_SOURCED, CLOSED, NOTHING_YET, STALE, Reporting, Tone
from equity_tracker.model.vocabulary import DELIVERIES, INEQUALITIES, LEVELS, NOT_STATED
from equity_tracker.public.filters import OUTLOOKS, REPORTING

__all__ = [
    "ADDITIONAL",
    "Matrix",
    "Moves",
    "Part",
    "commitments_only",
    "counted_by",
    "matrix",
    "moves_of",
    "parts_of",
    "parts_of_delivery",
    "parts_of_inequality",
    "reported_so_far",
    "shares",
    "total",
]

# How far delivery has got, in the order of the page, and the filter that shows what each holds.
DELIVERED = {term.slug: (term.label, {"delivery": term.slug}) for term in DELIVERIES} | {
    STALE: (OUTLOOKS[STALE], {"outlook": STALE}),
    NOTHING_YET: (OUTLOOKS[NOTHING_YET], {"outlook": NOTHING_YET}),
    CLOSED: ("Closed without a report", None),
    AS_SOURCED: (OUTLOOKS[AS_SOURCED], {"outlook": AS_SOURCED}),
}
_NOT_ASKED = {Reporting.NOT_ASKED.value, Reporting.CLOSED.value}

_TONES = {
    "reported": Tone.DONE,
    "due": Tone.NONE,
    "overdue": Tone.WARN,
    "not_reported": Tone.NONE,
    "never_reported": Tone.NONE,
    "not_asked": Tone.NONE,
    "closed": Tone.DONE,
    "on_track": Tone.GOOD,
    "at_risk": Tone.WARN,
    "off_track": Tone.BAD,
}


@dataclass(frozen=True)
class Part:
    """One share of a whole, and the filter that shows what is in it; None where no filter does."""

    slug: str
    label: str
    count: int
    tone: Tone
    shown_by: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Moves:
    """How the commitments whose latest check-in confirms a level stand beside what they first published.

    `steps` tells of those that moved: the level first published, the one confirmed, and how many.
    """

    in_all: int
    lower: int
    same: int
    higher: int
    narrowed: int
    proportionate: int
    steps: tuple[tuple[str, str, int], ...]

    @property
    def parts(self) -> list[Part]:
        return [
            Part("drifted", "At a lower level", self.lower, Tone.WARN),
            Part("same", "At the same level", self.same, Tone.NONE),
            Part("deepened", "At a higher level", self.higher, Tone.DONE),
        ]


def commitments_only(rows: Iterable[Any]) -> list[Any]:
    """Leave out statements of intent, which are counted apart."""
    return [row for row in rows if row.form is Form.COMMITMENT]


def parts_of(rows: Iterable[Any], name: str) -> list[Part]:
    """Return the shares of one light, in the order in which the register lists them, without empty ones."""
    labels = REPORTING if name == "reporting" else OUTLOOKS
    counts = counted_by(rows, name)
    return [
        Part(slug, label, counts[slug], _TONES.get(slug, Tone.NONE), {name: slug})
        for slug, label in labels.items()
        if counts[slug]
    ]


def parts_of_delivery(rows: Iterable[Any]) -> list[Part]:
    """Return how far delivery has got: what was said is drawn in one colour, silence in another."""
    counts = counted_by(rows, "delivery")
    return [
        Part(slug, label, counts[slug], Tone.DONE if slug in DELIVERIES else Tone.NONE, shown_by)
        for slug, (label, shown_by) in DELIVERED.items()
        if counts[slug]
    ]


def parts_of_inequality(rows: Iterable[Any]) -> list[Part]:
    """Return care, conditions and both, also those that nobody chose: none is shown without the others."""
    counts = counted_by(rows, "inequality")
    named = [(term.slug, term.label) for term in INEQUALITIES if term.is_current or counts[term.slug]]
    if counts[NOT_STATED]:
        named.append((NOT_STATED, "Not stated"))
    return [
        Part(slug, label, counts[slug], Tone.NONE if slug == NOT_STATED else Tone.DONE, {"inequality": slug})
        for slug, label in named
    ]


def reported_so_far(rows: Iterable[Any]) -> tuple[int, int]:
    """Return how many of those under way that were asked owe nothing now, and how many were asked."""
    counts = counted_by(rows, "reporting")
    asked = sum(number for state, number in counts.items() if state not in _NOT_ASKED)
    return counts[Reporting.REPORTED.value], asked


def moves_of(rows: Iterable[Any]) -> Moves:
    """Compare the level first published with the one last confirmed, and likewise who is to be reached."""
    ways: Counter[str] = Counter()
    steps: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.first_distribution == "proportionate" and row.confirmed_distribution:
            ways["proportionate"] += row.number
        if is_narrowed(row.first_distribution, row.confirmed_distribution):
            ways["narrowed"] += row.number
        moved = drift_steps(row.first_level, row.confirmed_level)
        if moved is None:
            continue
        ways["lower" if moved > 0 else "higher" if moved else "same"] += row.number
        if moved:
            steps[row.first_level, row.confirmed_level] += row.number
    order = LEVELS.slugs.index
    return Moves(
        in_all=ways["lower"] + ways["same"] + ways["higher"],
        lower=ways["lower"],
        same=ways["same"],
        higher=ways["higher"],
        narrowed=ways["narrowed"],
        proportionate=ways["proportionate"],
        steps=tuple(
            (LEVELS.label(first), LEVELS.label(last), steps[first, last])
            for first, last in sorted(steps, key=lambda pair: (order(pair[0]), order(pair[1])))
        ),
    )
