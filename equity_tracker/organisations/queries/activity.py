"""Reads of an organisation's log."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme


def list_activity(organisation: Organisation, *, before_id: int | None, most: int) -> Sequence[Activity]:
    """Return what was done, newest first, from just before the row with this id."""
    lines = (
        select(Activity)
        .where(Activity.organisation_id == organisation.id)
        .options(joinedload(Activity.actor))
        .order_by(Activity.id.desc())
        .limit(most)
    )
    if before_id is not None:
        lines = lines.where(Activity.id < before_id)
    return db.session.scalars(lines).all()


def programme_names(lines: Iterable[Activity]) -> dict[int, str]:
    """Return the names of the programmes that the lines are about, by id."""
    wanted = {line.programme_id for line in lines if line.programme_id is not None}
    found = db.session.execute(select(Programme.id, Programme.name).where(Programme.id.in_(wanted)))
    return {row.id: row.name for row in found}
