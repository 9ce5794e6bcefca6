"""Reads of the measures and milestones of an organisation. The organisation comes first, always."""

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation


def get_measure(organisation: Organisation, public_id: str) -> Measure:
    return db.session.scalars(
        select(Measure).where(Measure.organisation_id == organisation.id, Measure.public_id == public_id)
    ).one()


def get_milestone(organisation: Organisation, public_id: str) -> Milestone:
    return db.session.scalars(
        select(Milestone).where(
            Milestone.organisation_id == organisation.id, Milestone.public_id == public_id
        )
    ).one()
