"""Measures in few words, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from equity_tracker.model.dates import PartialDate
from equity_tracker.model.measure import Direction, Measure, MeasureKind
from equity_tracker.model.people import User
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.told_measure import ToldMeasure, told_measures

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CORA = User(name="Cora Editor", email="cora@example.org")
TARGET_BY = PartialDate(date(2027, 3, 31))


def numeric(
    baseline: object = 0, target: object = 300, readings: tuple[object, ...] = (), **fields: Any
) -> Measure:
    """Return a measure whose readings came a month apart, the last of them in September 2026."""
    measure = Measure(
        kind=MeasureKind.NUMERIC,
        name="Homes finished",
        unit="homes",
        direction=Direction.UP,
        scale=[],
        counts_people=False,
        baseline=_number(baseline),
        baseline_on=date(2025, 5, 31) if baseline is not None else None,
    )
    for name, value in fields.items():
        setattr(measure, name, value)
    measure.set_target(_number(target), None, TARGET_BY)
    for place, value in enumerate(readings):
        read(measure, value, date(2026, 9 - len(readings) + place + 1, 15))
    return measure


def read(measure: Measure, value: object, on: date, **more: Any) -> None:
    measure.record_reading(_number(value), None, on, who=CORA, now=NOW, today=TODAY, **more)


def told(measure: Measure, *, hides_small: bool = True) -> ToldMeasure:
    [found] = told_measures({"measures": [measure_payload(measure, hides_small=hides_small)]})
    return found


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
