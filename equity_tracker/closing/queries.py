"""Reads about the end of commitments: one with all that is said of it, and what a new home may be."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.close_out import CloseOut
from equity_tracker.model.commitment import UNSEEN, Commitment, Lifecycle
from equity_tracker.model.coordinator_assessment import (
    CoordinatorAssessment,
    latest_assessment,
    latest_reply,
)
from equity_tracker.model.ending import Ending, ending
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.public_record import assessment_payload, still_in_place_payload
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition, Report, ReportState
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.still_in_place import StillInPlace


def get_commitment(organisation: Organisation, public_id: str) -> Commitment:
    """Return one of the organisation's commitments, once it has been submitted."""
    return _get(Commitment.organisation_id == organisation.id, public_id)


def get_registered(programme: Programme, public_id: str) -> Commitment:
    """Return one commitment that was registered in the programme."""
    return _get(Commitment.programme_id == programme.id, public_id)


def get_check_in(organisation: Organisation, public_id: str) -> CheckIn:
    """Return one of the organisation's check-ins."""
    return _get_check_in(CheckIn.organisation_id == organisation.id, public_id)


def get_registered_check_in(programme: Programme, public_id: str) -> CheckIn:
    """Return one check-in on a commitment in the programme."""
    return _get_check_in(CheckIn.programme_id == programme.id, public_id)


def _get(scope: ColumnElement[bool], public_id: str) -> Commitment:
    found = db.session.scalars(
        select(Commitment)
        .where(scope, Commitment.public_id == public_id, Commitment.lifecycle.not_in(UNSEEN))
        .options(
            joinedload(Commitment.organisation),
            joinedload(Commitment.programme).joinedload(Programme.coordinating_body),
            joinedload(Commitment.imported),
            joinedload(Commitment.handovers),
            joinedload(Commitment.register_entry),
            *_with_its_ending(),
        )
    )
    return found.unique().one()


def _with_its_ending() -> tuple[ORMOption, ...]:
    return (
        selectinload(Commitment.close_outs).options(
            selectinload(CloseOut.evidence), joinedload(CloseOut.said_by)
        ),
        selectinload(Commitment.assessments).selectinload(CoordinatorAssessment.replies),
        joinedload(Commitment.still_in_place).selectinload(StillInPlace.answers),
    )


def _get_check_in(scope: ColumnElement[bool], public_id: str) -> CheckIn:
    of_commitment = joinedload(CheckIn.commitment)
    return db.session.scalars(
        select(CheckIn)
        .where(scope, CheckIn.public_id == public_id)
        .options(
            selectinload(CheckIn.versions).joinedload(CheckInVersion.submitted_by),
            joinedload(CheckIn.expected).joinedload(ExpectedCheckIn.round),
            of_commitment.joinedload(Commitment.organisation),
            of_commitment.joinedload(Commitment.programme),
            of_commitment.joinedload(Commitment.register_entry),
        )
    ).one()


def hold(commitment: Commitment) -> None:
    """Hold the commitment and read it anew, so that of two people the second sees what the first did.

    Two steps: what a page loads beside a commitment comes by outer joins, which PostgreSQL does not lock.
    """
    held = select(Commitment.id).where(
        Commitment.organisation_id == commitment.organisation_id, Commitment.id == commitment.id
    )
    db.session.execute(held.with_for_update())
    db.session.refresh(commitment)


def find_ending(commitment: Commitment, today: date) -> Ending | None:
    """Return how a commitment ended, as its organisation and its programme read it; None while it is open."""
    if commitment.closed_on is None:
        return None
    assessment = latest_assessment(commitment)
    question = commitment.still_in_place
    answer = question.current if question else None
    form = "statement_of_intent" if commitment.is_statement_of_intent else "commitment"
    return ending(
        commitment_payload(commitment) | {"form": form},
        assessment_payload(assessment, latest_reply(commitment)) if assessment else None,
        still_in_place_payload(answer) if answer else None,
        programme_closed_on=commitment.programme.closed_on,
        today=today,
    )


def is_new_home(reference: str, commitment: Commitment, today: date) -> bool:
    """Say whether another commitment has this reference that readers of this one may read, too."""
    return (
        db.session.scalar(
            select(RegisterEntry.id).where(
                RegisterEntry.reference == reference,
                RegisterEntry.commitment_id != commitment.id,
                RegisterEntry.retracted_on.is_(None),
                or_(
                    RegisterEntry.public_from <= today,
                    RegisterEntry.programme_id == commitment.programme_id,
                ),
            )
        )
        is not None
    )


def list_to_assess(programme: Programme, *, most: int) -> Sequence[Commitment]:
    """Return the closed commitments that no coordinator has answered on, the longest closed first."""
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.organisation)
        .outerjoin(Commitment.assessments)
        .outerjoin(Commitment.imported)
        .where(
            Commitment.programme_id == programme.id,
            Commitment.lifecycle == Lifecycle.CLOSED,
            CoordinatorAssessment.id.is_(None),
        )
        .options(contains_eager(Commitment.organisation), contains_eager(Commitment.imported))
        .order_by(Commitment.closed_on, Commitment.id)
        .limit(most)
    ).all()


def list_public_reports(commitment: Commitment, since: date | None) -> Sequence[Report]:
    """Return the public reports, made or being made, that may hold what was told of it from that day on."""
    is_its_own = or_(
        Report.organisation_id == commitment.organisation_id,
        and_(Report.programme_id == commitment.programme_id, Report.organisation_id.is_(None)),
    )
    return db.session.scalars(
        select(Report).where(
            is_its_own,
            Report.edition == Edition.PUBLIC,
            or_(Report.commitment_id.is_(None), Report.commitment_id == commitment.id),
            Report.state.in_([ReportState.DONE, ReportState.WAITING]),
            # A day more: it is as of the day where its organisation is.
            Report.as_of >= (since - timedelta(days=1) if since else date.min),
        )
    ).all()
