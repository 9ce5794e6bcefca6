"""The figures given with a check-in become readings, in the same transaction and public as readings are."""

from collections.abc import Sequence
from datetime import date, datetime

from equity_tracker.check_ins.figures import ON, Figure, field_name
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment


def refuse_later_figures(figures: Sequence[Figure], today: date) -> None:
    """Refuse a figure of a day to come, at its own date."""
    for row in figures:
        if row.on is not None and row.on > today:
            raise Refused("The date of the figure must be today or earlier", field_name(row.measure, ON))


def record_figures(
    commitment: Commitment, figures: Sequence[Figure], *, by: User, now: datetime, today: date
) -> None:
    """Put each on record by the rule for readings, and publish them together, once."""
    if not figures:
        return
    for row in figures:
        reading = row.measure.record_reading(
            row.value, row.words, row.on or today, note=row.because, who=by, now=now, today=today
        )
        said = {"measure": row.measure.name, "words": row.words, "note": row.because}
        said |= {"on": reading.read_on.isoformat()}
        said |= {"value": str(row.value) if row.value is not None else None}
        after = {name: value for name, value in said.items() if value is not None}
        kind = ActivityKind.READING_RECORDED
        db.session.add(about_commitment(kind, commitment, by=by, now=now, after=after))
    publish_commitment(commitment, now=now, today=today)
