"""The figures of a check-in: what each measure showed, or why it shows nothing, on their way to readings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from equity_tracker.model.measure import Measure, MeasureKind

VALUE, ON, BECAUSE = "value", "on", "because"


@dataclass(frozen=True)
class Figure:
    """What was typed about one measure. Without figure and words it says why there is none."""

    measure: Measure
    value: Decimal | None
    words: str | None
    on: date | None
    because: str | None

    @property
    def is_missing(self) -> bool:
        return self.value is None and self.words is None


def field_name(measure: Measure, part: str) -> str:
    """Name an input of one measure, as the form and the refusals of the model do."""
    return f"figure-{measure.public_id}-{part}"


def figures_from(values: Mapping[str, Any], measures: Iterable[Measure]) -> list[Figure]:
    """Read the figures that a complete form holds. A measure about which nothing was typed is none."""
    figures = []
    for measure in measures:
        typed = {part: values.get(field_name(measure, part)) for part in (VALUE, ON, BECAUSE)}
        given, words = typed[VALUE], None
        if measure.kind is MeasureKind.TEXT:
            given, words = None, given
        if given is not None or words or typed[BECAUSE]:
            value = Decimal(given) if given is not None else None
            figures.append(Figure(measure, value, words, typed[ON], typed[BECAUSE]))
    return figures


def far_off(figures: Iterable[Figure]) -> str:
    """Ask to look again at figures far from the ones before. They stand as they were typed.

    Call it before they are recorded.
    """
    names = [row.measure.name for row in figures if row.measure.is_far_from_last(row.value)]
    if not names:
        return ""
    listed = " and ".join(f"“{name}”" for name in names)
    return f" The figure for {listed} is far from the one before. If a digit slipped, correct it."
