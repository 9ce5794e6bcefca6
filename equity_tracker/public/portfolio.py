"""Counts for the public overview pages: which rows are commitments, and what the parts of a light are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.counting import ADDITIONAL, Matrix, counted_by, matrix, shares, total
from equity_tracker.model.publication import Form
from equity_tracker.model.status import Tone
from equity_tracker.public.filters import OUTLOOKS, REPORTING

__all__ = [
    "ADDITIONAL",
    "Matrix",
    "Part",
    "commitments_only",
    "counted_by",
    "matrix",
    "parts_of",
    "shares",
    "total",
]

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
    """One share of a whole, and the filter that shows what is in it."""

    slug: str
    label: str
    count: int
    tone: Tone


def commitments_only(rows: Iterable[Any]) -> list[Any]:
    """Leave out statements of intent, which are counted apart."""
    return [row for row in rows if row.form is Form.COMMITMENT]


def parts_of(rows: Iterable[Any], name: str) -> list[Part]:
    """Return the shares of one light, in the order in which the register lists them, without empty ones."""
    labels = REPORTING if name == "reporting" else OUTLOOKS
    counts = counted_by(rows, name)
    return [
        Part(slug, label, counts[slug], _TONES.get(slug, Tone.NONE))
        for slug, label in labels.items()
        if counts[slug]
    ]
