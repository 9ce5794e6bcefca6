"""Reads of how a programme stands on a day: its commitments and its organisations."""

from datetime import date

from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Form
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.status import delivery_status, reporting_status
from equity_tracker.portfolio.standing import Standing, TakingPart


def list_standing(programme: Programme, as_of: date) -> list[Standing]:
    """Return each published commitment of the programme with its lights on the day."""
    entries = db.session.scalars(
        select(RegisterEntry)
        .where(
            RegisterEntry.programme_id == programme.id,
            RegisterEntry.form == Form.COMMITMENT,
            RegisterEntry.retracted_on.is_(None),
        )
        .order_by(RegisterEntry.id)
    )
    return [
        Standing(
            organisation_id=entry.organisation_id,
            reporting=reporting_status(entry, as_of),
            outlook=delivery_status(entry, as_of),
            delivery=entry.delivery,
            close_reason=entry.close_reason,
        )
        for entry in entries
    ]


def list_taking_part(programme: Programme) -> list[TakingPart]:
    """Return who was ever invited, by name, with the statements of intent that each has published."""
    intents = dict(
        db.session.execute(
            select(RegisterEntry.organisation_id, func.count())
            .where(
                RegisterEntry.programme_id == programme.id,
                RegisterEntry.form == Form.STATEMENT_OF_INTENT,
                RegisterEntry.retracted_on.is_(None),
            )
            .group_by(RegisterEntry.organisation_id)
        ).all()
    )
    rows = db.session.execute(
        select(Participation, Organisation)
        .join(Participation.organisation)
        .where(Participation.programme_id == programme.id)
        .order_by(Organisation.sort_name, Organisation.id)
    )
    return [
        TakingPart(
            organisation_id=body.id,
            name=body.name,
            kind=body.kind,
            joined_on=place.joined_on,
            left_on=place.left_on,
            statements_of_intent=intents.get(body.id, 0),
        )
        for place, body in rows
    ]
