"""The story of the measures: drafted with the commitment, then read, corrected and revised in public."""

from datetime import date
from decimal import Decimal
from functools import partial

from equity_tracker.demonstration.cast import Cast, record_on
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.measure import Direction, Measure, MeasureKind
from equity_tracker.model.publishing import publish_commitment

_PLAIN = ("description", "unit", "shape", "baseline_on", "baseline_by", "baseline_comment", "evidence_source")
# What a measure is called whose row says where it starts, and not what is measured.
_NO_NAME = "Starting point"


def add_measures(commitment: Commitment, row: Row) -> None:
    """Add the measures of a draft: those with numbers, and the one that is told in words."""
    for given in row.get("measures", []):
        commitment.measures.append(_measure(given))
    if {"measure", "baseline", "baseline_by"} & row.keys():
        commitment.measures.append(
            Measure(
                kind=MeasureKind.TEXT,
                name=row.get("measure", _NO_NAME),
                scale=[],
                baseline_comment=row.get("baseline"),
                baseline_by=row.get("baseline_by"),
            )
        )


def _measure(given: Row) -> Measure:
    measure = Measure(
        kind=MeasureKind(given["kind"]),
        name=given["name"],
        direction=Direction(given["direction"]) if "direction" in given else None,
        scale=list(given.get("scale", [])),
        counts_people=given.get("counts_people", False),
        baseline=_number(given.get("baseline")),
        **{name: given.get(name) for name in _PLAIN},
    )
    if "target" in given or "target_words" in given:
        by = _period(given.get("target_by"))
        measure.set_target(_number(given.get("target")), given.get("target_words"), by)
    return measure


def plan_measures(cast: Cast, timeline: Timeline, row: Row) -> None:
    for given in row.get("measures", []):
        for reading in given.get("readings", []):
            recorded_on = max(reading.get("recorded_on", reading["on"]), row["published_on"])
            happening = partial(_read, cast, row["key"], given["name"], reading)
            timeline.add(recorded_on, Turn.MEASURE, happening)
        for revision in given.get("revisions", []):
            happening = partial(_revise, cast, row["key"], given["name"], revision)
            timeline.add(revision["on"], Turn.MEASURE, happening)


def _read(cast: Cast, key: str, name: str, row: Row, moment: Moment) -> None:
    measure = _find(cast, key, name)
    replaced = row.get("replaces")
    measure.record_reading(
        _number(row.get("value")),
        row.get("words"),
        row["on"],
        note=row.get("note"),
        replaces=measure.reading(replaced) if replaced else None,
        who=cast.signer(measure.commitment.organisation.slug),
        now=moment.now,
        today=moment.today,
    )
    kind = ActivityKind.READING_CORRECTED if replaced else ActivityKind.READING_RECORDED
    _publish(cast, key, moment, row.get("note") if replaced else None, kind)


def _revise(cast: Cast, key: str, name: str, row: Row, moment: Moment) -> None:
    measure = _find(cast, key, name)
    measure.revise_target(
        _number(row.get("target")),
        row.get("target_words"),
        _period(row.get("target_by")),
        reason=row["reason"],
        who=cast.signer(measure.commitment.organisation.slug),
        today=moment.today,
    )
    _publish(cast, key, moment, row["reason"], ActivityKind.TARGET_REVISED)


def _find(cast: Cast, key: str, name: str) -> Measure:
    return next(measure for measure in cast.commitments[key].measures if measure.name == name)


def _publish(cast: Cast, key: str, moment: Moment, note: str | None, kind: ActivityKind) -> None:
    commitment = cast.commitments[key]
    publish_commitment(commitment, now=moment.now, today=moment.today, note=note)
    record_on(kind, moment, commitment, by=cast.signer(commitment.organisation.slug))


def _number(value: float | str | None) -> Decimal | None:
    return Decimal(str(value)) if value is not None else None


def _period(value: date | None) -> PartialDate | None:
    return PartialDate(value) if value is not None else None
