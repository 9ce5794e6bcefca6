"""How the answers about a measure are read from it and written to it, kind by kind."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from equity_tracker.commitments.sections import YES_NO, YES_NO_WORDS
from equity_tracker.model.measure import Direction, Measure, MeasureKind

Values = Mapping[str, Any]
_SHARED = (
    "name",
    "description",
    "shape",
    "baseline_on",
    "baseline_by",
    "baseline_comment",
    "evidence_source",
)


def measure_values(measure: Measure) -> dict[str, Any]:
    """Return what fills the form of a measure."""
    target = measure.target
    values: dict[str, Any] = {name: getattr(measure, name) for name in _SHARED} | {
        "target_by": target.by if target else None,
        "target": target.value if target else None,
        "target_words": target.words if target else None,
        "baseline": measure.baseline,
    }
    if measure.kind is MeasureKind.NUMERIC:
        values |= {
            "unit": measure.unit,
            "direction": measure.direction.value if measure.direction else None,
            "counts_people": YES_NO_WORDS[measure.counts_people],
        }
    elif measure.kind is MeasureKind.SCALE:
        values |= {"scale": "\n".join(measure.scale)}
        values |= {name: _whole(values[name]) for name in ("baseline", "target")}
    return values


def write_measure(measure: Measure, values: Values, steps: list[str]) -> None:
    """Write the answers of a draft's measure, each by its name."""
    for name in _SHARED:
        setattr(measure, name, values[name])
    measure.set_target(_number(values.get("target")), values.get("target_words"), values["target_by"])
    if measure.kind is MeasureKind.NUMERIC:
        measure.unit = values["unit"]
        measure.direction = Direction(values["direction"]) if values["direction"] else None
        measure.counts_people = YES_NO[values["counts_people"]]
    elif measure.kind is MeasureKind.SCALE:
        measure.scale = steps
    if measure.kind is not MeasureKind.TEXT:
        measure.baseline = _number(values["baseline"])


def plain_values(measure: Measure) -> dict[str, Any]:
    """Return what a measure says, for the log."""
    return {
        name: value if isinstance(value, list | bool) else str(value)
        for name, value in measure_values(measure).items()
        if value is not None and value != []
    }


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None else None


def _number(value: Decimal | int | None) -> Decimal | None:
    return Decimal(value) if value is not None else None
