"""What of a measure and a milestone the public may see, field by field. Small numbers of people stay out."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from equity_tracker.model import thresholds
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.numbers import bare
from equity_tracker.model.reading import Reading
from equity_tracker.model.target import Target

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment

Payload = dict[str, Any]

# Fewer people than this could be recognised by those who know them.
FEWEST_PEOPLE = thresholds.FEWEST_PEOPLE


def signs_payload(commitment: "Commitment", *, hides_small: bool = True) -> Payload:
    """Copy how anybody will know: the milestones and the measures.

    :param hides_small: leave out small numbers of people; False for the organisation's own eyes only.
    """
    return {
        "milestones": [milestone_payload(row) for row in commitment.milestones],
        "measures": [measure_payload(row, hides_small=hides_small) for row in commitment.measures],
    }


def measure_payload(measure: Measure, *, hides_small: bool = True) -> Payload:
    """Copy a measure. A number of people below six is not in it at all, only that there is one.

    So whatever is made of a publication (a page, a chart, a file, a comparison) cannot give it away. Targets
    are plans and no people: they stay, and nothing that is computed from a hidden number is shown beside.
    """
    is_sensitive = hides_small and counts_people(measure)
    return {
        "id": measure.public_id,
        "name": measure.name,
        "description": measure.description,
        "kind": measure.kind.value,
        "unit": measure.unit,
        "direction": measure.direction.value if measure.direction else None,
        "scale": list(measure.scale),
        "shape": measure.shape,
        "counts_people": counts_people(measure),
        "evidence_source": measure.evidence_source,
        **_number("baseline", measure.baseline, is_sensitive=is_sensitive),
        "baseline_on": _iso(measure.baseline_on),
        "baseline_by": _iso(measure.baseline_by),
        "baseline_comment": measure.baseline_comment,
        "targets": [_target(row) for row in measure.targets],
        "readings": [_reading(row, is_sensitive=is_sensitive) for row in measure.readings],
    }


def counts_people(measure: Measure) -> bool:
    """Say whether its numbers are numbers of people; a percentage of people is none."""
    return bool(measure.counts_people) and measure.kind is MeasureKind.NUMERIC and not measure.is_percent


def _target(row: Target) -> Payload:
    return {
        "value": _plain(row.value),
        "words": row.words,
        "by": _iso(row.by_on),
        "by_precision": row.by_precision,
        "set_on": _iso(row.set_on),
        "reason": row.reason,
    }


def _reading(row: Reading, *, is_sensitive: bool) -> Payload:
    return {
        "number": row.number,
        "on": _iso(row.read_on),
        **_number("value", row.value, is_sensitive=is_sensitive),
        "words": row.words,
        "note": row.note,
        "replaces": row.replaces_number,
    }


def _number(name: str, value: Decimal | None, *, is_sensitive: bool) -> Payload:
    is_small = is_sensitive and value is not None and value < FEWEST_PEOPLE
    return {name: None if is_small else _plain(value), f"{name}_is_small": is_small}


def milestone_payload(milestone: Milestone) -> Payload:
    return {
        "id": milestone.public_id,
        "title": milestone.title,
        "planned_on": _iso(milestone.planned_on),
        "planned_precision": milestone.planned_precision,
        "revised_on": _iso(milestone.revised_on),
        "revised_precision": milestone.revised_precision,
        "actual_on": _iso(milestone.actual_on),
        "moves": [
            {
                "on": _iso(row.set_on),
                "to": _iso(row.moved_to),
                "precision": row.precision,
                "reason": row.reason,
            }
            for row in milestone.moves
        ],
    }


def _plain(value: Decimal | None) -> str | None:
    return bare(value) if value is not None else None


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
