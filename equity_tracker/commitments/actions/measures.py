"""What people do with the measures of a draft: add one, edit it, remove it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from equity_tracker.commitments.actions.log import record
from equity_tracker.commitments.measures import plain_values, write_measure
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.measure import MOST_MEASURES, Measure, MeasureKind
from equity_tracker.model.people import User


def add_measure(commitment: Commitment, *, name: str, kind: MeasureKind, by: User, now: datetime) -> Measure:
    """Add a measure to a draft, with its name and how it is told."""
    commitment.refuse_unless_editable()
    if len(commitment.measures) >= MOST_MEASURES:
        raise Refused(f"A commitment has at most {MOST_MEASURES} measures. Remove one first.")
    measure = Measure(kind=kind, name=name, scale=[])
    commitment.measures.append(measure)
    commitment.begin_version(now)
    db.session.flush()
    _record(commitment, by=by, now=now, after=plain_values(measure))
    return measure


def edit_measure(
    measure: Measure,
    values: Mapping[str, Any],
    *,
    steps: list[str],
    version: int | None,
    by: User,
    now: datetime,
) -> None:
    """Save a draft's measure, unless somebody saved the commitment since this person opened it."""
    commitment = measure.commitment
    commitment.refuse_unless_editable()
    commitment.refuse_if_changed(version)
    before = plain_values(measure)
    write_measure(measure, values, steps)
    after = plain_values(measure)
    if before == after:
        return
    commitment.begin_version(now)
    _record(commitment, by=by, now=now, before=before, after=after)


def remove_measure(measure: Measure, *, version: int | None, by: User, now: datetime) -> None:
    """Take a measure out of a draft: nothing of it is public."""
    commitment = measure.commitment
    commitment.refuse_unless_editable()
    commitment.refuse_if_changed(version)
    before = plain_values(measure)
    commitment.measures.remove(measure)
    commitment.begin_version(now)
    _record(commitment, by=by, now=now, before=before)


def _record(
    commitment: Commitment,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        ActivityKind.COMMITMENT_EDITED,
        commitment,
        by=by,
        now=now,
        before={"measure": before} if before else None,
        after={"measure": after} if after else None,
    )
