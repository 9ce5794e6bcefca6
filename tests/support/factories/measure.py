"""Valid measures, with few arguments. They belong to whatever commitment they are given to."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from equity_tracker.model.dates import PartialDate
from equity_tracker.model.measure import Direction, Measure, MeasureKind
from tests.conftest import NOW

TODAY = NOW.date()


def make_measure(
    *, baseline: object = 0, target: object = 9, readings: Sequence[object] = (), **fields: Any
) -> Measure:
    """Return a measure with numbers; its readings came a week apart, the last of them a week ago."""
    values: dict[str, Any] = {
        "kind": MeasureKind.NUMERIC,
        "name": "Contracts with the clause",
        "unit": "contracts",
        "direction": Direction.UP,
        "counts_people": False,
        "scale": [],
        "baseline": _number(baseline),
        "baseline_on": date(2025, 3, 31) if baseline is not None else None,
    }
    measure = Measure(**(values | fields))
    if target is not None:
        measure.set_target(_number(target), None, PartialDate(date(2028, 3, 31)))
    for place, value in enumerate(readings):
        read_on = TODAY - timedelta(days=7 * (len(readings) - place))
        measure.record_reading(_number(value), None, read_on, who=None, now=NOW, today=TODAY)
    return measure


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
