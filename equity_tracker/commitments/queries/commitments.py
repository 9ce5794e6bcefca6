"""Reads of an organisation's commitments. The organisation comes first, always."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.coordinator_assessment import CoordinatorAssessment
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import Participation, Programme


def get_commitment(organisation: Organisation, public_id: str) -> Commitment:
    """Return one commitment with what its pages show."""
    found = db.session.scalars(
        select(Commitment)
        .where(Commitment.organisation_id == organisation.id, Commitment.public_id == public_id)
        .options(
            joinedload(Commitment.programme),
            joinedload(Commitment.handovers),
            selectinload(Commitment.milestones).selectinload(Milestone.moves),
            selectinload(Commitment.measures).selectinload(Measure.targets),
            selectinload(Commitment.measures).selectinload(Measure.readings),
            selectinload(Commitment.partners).joinedload(Partner.partner_organisation),
            selectinload(Commitment.partner_readings),
            selectinload(Commitment.ownerships),
            selectinload(Commitment.expected_check_ins),
            selectinload(Commitment.check_ins)
            .selectinload(CheckIn.versions)
            .selectinload(CheckInVersion.evidence),
            joinedload(Commitment.imported),
            selectinload(Commitment.assessments).selectinload(CoordinatorAssessment.replies),
            selectinload(Commitment.amendments).joinedload(Amendment.sent_by),
        )
    )
    return found.unique().one()


def list_commitments(organisation: Organisation) -> Sequence[Commitment]:
    """Return all of the organisation's commitments, by title."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.organisation_id == organisation.id)
        .options(joinedload(Commitment.programme), joinedload(Commitment.register_entry))
        .order_by(Commitment.title, Commitment.id)
    ).all()


def list_programmes(organisation: Organisation) -> Sequence[Programme]:
    """Return the open programmes that the organisation takes part in now."""
    return db.session.scalars(
        select(Programme)
        .join(Participation, Participation.programme_id == Programme.id)
        .where(
            Participation.organisation_id == organisation.id,
            Participation.joined_on.is_not(None),
            Participation.left_on.is_(None),
            Programme.closed_on.is_(None),
        )
        .order_by(Programme.name, Programme.id)
    ).all()
