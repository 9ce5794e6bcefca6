"""Reads of what an organisation has to do: what is due, what came back, what was begun."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import EDITABLE, Commitment, Lifecycle
from equity_tracker.model.handover import Handover, awaited_handover
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.owed_change import may_owe_change, owes_change
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.still_in_place import StillInPlace
from equity_tracker.organisations.worklist import RoundProgress


def list_due(organisation: Organisation, *, until: date) -> Sequence[Commitment]:
    """Return the commitments whose next check-in is due by then, the longest due first."""
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Commitment.next_due_on <= until,
            Programme.closed_on.is_(None),
        )
        .options(contains_eager(Commitment.programme))
        .order_by(Commitment.next_due_on, Commitment.title, Commitment.id)
    ).all()


def list_returned_check_ins(organisation: Organisation) -> Sequence[CheckIn]:
    """Return the check-ins that a coordinator gave back, with their reviews."""
    return db.session.scalars(
        select(CheckIn)
        .join(CheckIn.commitment)
        .where(
            CheckIn.organisation_id == organisation.id,
            CheckIn.is_returned,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
        )
        .options(
            contains_eager(CheckIn.commitment).selectinload(Commitment.reviews),
            joinedload(CheckIn.expected),
        )
        .order_by(CheckIn.submitted_on, CheckIn.id)
    ).all()


def list_unfinished(organisation: Organisation) -> Sequence[Commitment]:
    """Return drafts and returned commitments with their reviews, the last saved first."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.organisation_id == organisation.id, Commitment.lifecycle.in_(EDITABLE))
        .options(selectinload(Commitment.reviews))
        .order_by(func.coalesce(Commitment.edited_at, Commitment.created_at).desc(), Commitment.id)
    ).all()


def list_returned_texts(organisation: Organisation) -> Sequence[Commitment]:
    """Return published commitments whose text a coordinator gave back, and no change was begun since."""
    later = aliased(Review)
    given_back = exists().where(
        Review.commitment_id == Commitment.id,
        Review.check_in_id.is_(None),
        Review.amendment_number.is_(None),
        Review.decision == Decision.RETURNED,
        ~exists().where(
            # Tied to the review: two levels down, a table of the whole query would be read anew.
            later.commitment_id == Review.commitment_id,
            later.check_in_id.is_(None),
            later.id > Review.id,
        ),
        ~exists().where(
            Amendment.commitment_id == Review.commitment_id,
            Amendment.state != AmendmentState.WITHDRAWN,
            Amendment.begun_at >= Review.reviewed_at,
        ),
    )
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
            given_back,
        )
        .options(selectinload(Commitment.reviews))
        .order_by(Commitment.title, Commitment.id)
    ).all()


def list_unsent_amendments(organisation: Organisation) -> Sequence[Amendment]:
    """Return the changes to published commitments that were begun or came back, the last written first."""
    return db.session.scalars(
        select(Amendment)
        .join(Amendment.commitment)
        .join(Commitment.programme)
        .where(
            Amendment.organisation_id == organisation.id,
            Amendment.state.in_((AmendmentState.BEGUN, AmendmentState.RETURNED)),
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
        )
        .options(contains_eager(Amendment.commitment).selectinload(Commitment.reviews))
        .order_by(Commitment.edited_at.desc(), Amendment.id)
    ).all()


def list_passed_milestones(organisation: Organisation, *, today: date) -> Sequence[Milestone]:
    """Return the milestones whose date has passed, while nobody has reported on the commitment since."""
    expected_on = func.coalesce(Milestone.revised_on, Milestone.planned_on)
    return db.session.scalars(
        select(Milestone)
        .join(Milestone.commitment)
        .join(Commitment.programme)
        .where(
            Milestone.organisation_id == organisation.id,
            Milestone.actual_on.is_(None),
            expected_on < today,
            or_(Commitment.last_reported_on.is_(None), Commitment.last_reported_on < expected_on),
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
        )
        .options(contains_eager(Milestone.commitment))
        .order_by(expected_on, Milestone.id)
    ).all()


def list_asked_again(organisation: Organisation, *, today: date) -> Sequence[StillInPlace]:
    """Return the commitments asked about a year after they closed that nobody has answered on."""
    return db.session.scalars(
        select(StillInPlace)
        .join(StillInPlace.commitment)
        .join(Commitment.programme)
        .where(
            StillInPlace.organisation_id == organisation.id,
            StillInPlace.due_on <= today,
            StillInPlace.answered_on.is_(None),
            Commitment.lifecycle == Lifecycle.CLOSED,
            Programme.closed_on.is_(None),
        )
        .options(contains_eager(StillInPlace.commitment).contains_eager(Commitment.programme))
        .order_by(StillInPlace.due_on, StillInPlace.id)
    ).all()


def list_handed_over(organisation: Organisation) -> Sequence[Handover]:
    """Return what came to the organisation and waits for its answer, or for the change that it announced."""
    found = db.session.scalars(
        select(Handover)
        .join(Handover.commitment)
        .join(Commitment.programme)
        .where(
            Handover.organisation_id == organisation.id,
            or_(Handover.decision.is_(None), may_owe_change()),
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
        )
        .options(
            contains_eager(Handover.commitment).options(
                contains_eager(Commitment.programme),
                joinedload(Commitment.imported),
                joinedload(Commitment.amendments),
                selectinload(Commitment.handovers),
            )
        )
        .order_by(Handover.asked_on, Commitment.title, Handover.id)
    ).unique()
    return [
        row
        for row in found
        if (row is awaited_handover(row.commitment) if row.is_awaited else owes_change(row))
    ]


def list_round_progress(organisation: Organisation) -> Sequence[RoundProgress]:
    """Return for each open round how many of the organisation's check-ins have come, the first due first."""
    counted = db.session.execute(
        select(
            Programme.name, Round.name, Round.due_on, func.count(ExpectedCheckIn.reported_on), func.count()
        )
        .select_from(ExpectedCheckIn)
        .join(ExpectedCheckIn.round)
        .join(Round.programme)
        .where(
            ExpectedCheckIn.organisation_id == organisation.id,
            ExpectedCheckIn.settled_on.is_(None) | ExpectedCheckIn.reported_on.is_not(None),
            Round.state == RoundState.OPEN,
        )
        .group_by(Programme.name, Round.id, Round.name, Round.due_on)
        .order_by(Round.due_on, Round.id)
    )
    return [RoundProgress(*row) for row in counted]


def has_commitments(organisation: Organisation) -> bool:
    found = select(Commitment.id).where(
        Commitment.organisation_id == organisation.id, Commitment.lifecycle != Lifecycle.ARCHIVED
    )
    return db.session.scalar(found.limit(1)) is not None
