"""Reads of one check-in with how it was assessed, in either workspace."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_assessment import CheckInAssessment
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import ExpectedCheckIn


def get_check_in(organisation: Organisation, public_id: str) -> CheckIn:
    """Return one of the organisation's check-ins."""
    return _get(CheckIn.organisation_id == organisation.id, public_id)


def get_registered(programme: Programme, public_id: str) -> CheckIn:
    """Return one check-in on a commitment in the programme."""
    return _get(CheckIn.programme_id == programme.id, public_id)


def _get(scope: ColumnElement[bool], public_id: str) -> CheckIn:
    of_commitment = joinedload(CheckIn.commitment)
    return db.session.scalars(
        select(CheckIn)
        .where(scope, CheckIn.public_id == public_id)
        .options(
            joinedload(CheckIn.round),
            joinedload(CheckIn.expected).joinedload(ExpectedCheckIn.round),
            selectinload(CheckIn.versions).options(
                joinedload(CheckInVersion.submitted_by),
                joinedload(CheckInVersion.signature).joinedload(CheckInSignature.signed_by),
                selectinload(CheckInVersion.evidence),
            ),
            selectinload(CheckIn.assessments).joinedload(CheckInAssessment.assessed_by),
            of_commitment.joinedload(Commitment.organisation),
            of_commitment.joinedload(Commitment.programme),
            of_commitment.selectinload(Commitment.publications),
        )
    ).one()


def hold(check_in: CheckIn) -> None:
    """Hold its commitment and read it anew, so that of two people the second sees what the first did."""
    commitment = check_in.commitment
    held = select(Commitment.id).where(
        Commitment.organisation_id == commitment.organisation_id, Commitment.id == commitment.id
    )
    db.session.execute(held.with_for_update())
    db.session.refresh(check_in)
    db.session.expire(check_in, ["assessments", "versions"])
    for assessment in check_in.assessments:
        db.session.refresh(assessment, ["reply"])
