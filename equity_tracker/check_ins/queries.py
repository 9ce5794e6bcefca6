"""Reads of an organisation's check-ins, and of what it is asked to report on."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Review
from equity_tracker.model.round import ExpectedCheckIn


def get_commitment(organisation: Organisation, public_id: str) -> Commitment:
    """Return one of the organisation's commitments with everything that a check-in on it reads."""
    return _get(Commitment.organisation_id == organisation.id, public_id)


def get_registered(programme: Programme, public_id: str) -> Commitment:
    """Return one commitment of the programme, never a draft, with the same."""
    is_registered = and_(Commitment.programme_id == programme.id, Commitment.lifecycle != Lifecycle.DRAFT)
    return _get(is_registered, public_id)


def _get(scope: ColumnElement[bool], public_id: str) -> Commitment:
    return db.session.scalars(
        select(Commitment)
        .where(scope, Commitment.public_id == public_id)
        .options(
            joinedload(Commitment.programme),
            joinedload(Commitment.imported),
            joinedload(Commitment.register_entry),
            selectinload(Commitment.publications),
            selectinload(Commitment.expected_check_ins).joinedload(ExpectedCheckIn.round),
            selectinload(Commitment.reviews).joinedload(Review.reviewed_by),
            selectinload(Commitment.check_ins).options(
                joinedload(CheckIn.round),
                joinedload(CheckIn.expected),
                selectinload(CheckIn.versions).options(
                    selectinload(CheckInVersion.evidence), joinedload(CheckInVersion.submitted_by)
                ),
            ),
        )
    ).one()


def get_check_in(organisation: Organisation, public_id: str) -> CheckIn:
    """Return one of the organisation's check-ins, among all those of its commitment."""
    about = db.session.scalars(
        select(Commitment.public_id)
        .join(Commitment.check_ins)
        .where(Commitment.organisation_id == organisation.id, CheckIn.public_id == public_id)
    ).one()
    check_ins = get_commitment(organisation, about).check_ins
    return next(check_in for check_in in check_ins if check_in.public_id == public_id)


def list_reportable(organisation: Organisation) -> Sequence[Commitment]:
    """Return the published commitments in open programmes: soonest due first, then by title."""
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
        )
        .options(joinedload(Commitment.programme), joinedload(Commitment.register_entry))
        .order_by(Commitment.next_due_on.is_(None), Commitment.next_due_on, Commitment.title, Commitment.id)
    ).all()


def list_returned(organisation: Organisation) -> Sequence[CheckIn]:
    """Return the check-ins that a coordinator gave back and nobody has corrected yet."""
    return db.session.scalars(
        select(CheckIn)
        .where(CheckIn.organisation_id == organisation.id, CheckIn.is_returned.is_(True))
        .order_by(CheckIn.id)
    ).all()
