"""What is given with a check-in goes on record with it, in one transaction, and is public at once."""

from datetime import date, datetime

from equity_tracker.check_ins.beside import Beside, met_field
from equity_tracker.check_ins.figures import ON, Figure, field_name
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment


def refuse_later(beside: Beside, today: date) -> None:
    """Refuse a figure or a milestone of a day to come, at its own date."""
    for row in beside.figures:
        if row.on is not None and row.on > today:
            raise Refused("The date of the figure must be today or earlier", field_name(row.measure, ON))
    for met in beside.met:
        if met.on > today:
            raise Refused("The date it was met must be today or earlier", met_field(met.milestone))


def record_beside(commitment: Commitment, beside: Beside, *, by: User, now: datetime, today: date) -> None:
    """Record each by the rule for such things, and publish them together, once."""
    if not beside:
        return
    for figure in beside.figures:
        after = _record_figure(figure, by=by, now=now, today=today)
        kind = ActivityKind.READING_RECORDED
        db.session.add(about_commitment(kind, commitment, by=by, now=now, after=after))
    for met in beside.met:
        met.milestone.meet(met.on, today=today)
        after = {"milestone": met.milestone.title, "met": long_date(met.on)}
        kind = ActivityKind.MILESTONE_MET
        db.session.add(about_commitment(kind, commitment, by=by, now=now, after=after))
    publish_commitment(commitment, now=now, today=today)


def _record_figure(row: Figure, *, by: User, now: datetime, today: date) -> dict[str, str]:
    reading = row.measure.record_reading(
        row.value, row.words, row.on or today, note=row.because, who=by, now=now, today=today
    )
    said = {"measure": row.measure.name, "words": row.words, "note": row.because}
    said |= {"on": reading.read_on.isoformat()}
    said |= {"value": str(row.value) if row.value is not None else None}
    return {name: value for name, value in said.items() if value is not None}
