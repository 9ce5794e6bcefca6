"""Which questions of the year after are to be asked now."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.still_in_place import StillInPlace


def list_organisations_to_ask_again(
    until: date, *, after_id: int = 0, most: int = 200
) -> Sequence[Organisation]:
    """Return the next organisations to be asked by that day whether something is still in place."""
    due = (
        select(StillInPlace.organisation_id)
        .where(StillInPlace.next_reminder_on <= until)
        .distinct()
        .execution_options(every_organisation=True)
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(due), Organisation.id > after_id)
        .order_by(Organisation.id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def list_asked_again(organisation_id: int, today: date) -> Sequence[StillInPlace]:
    """Return what of the organisation's is to be asked about now, in the order it is claimed in."""
    return db.session.scalars(
        select(StillInPlace)
        .where(StillInPlace.organisation_id == organisation_id, StillInPlace.next_reminder_on <= today)
        .options(
            joinedload(StillInPlace.commitment).joinedload(Commitment.programme),
            joinedload(StillInPlace.commitment).selectinload(Commitment.ownerships),
        )
        .order_by(StillInPlace.id)
    ).all()
