"""Reads of what waits for a coordinator, and of who handed it in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, Review


def _commitment_waits() -> ColumnElement[bool]:
    """Submitted and not public; or public, with a change that waits or a text that nobody has looked at."""
    is_reviewed = exists().where(
        Review.commitment_id == Commitment.id,
        Review.check_in_id.is_(None),
        Review.reviewed_at >= Commitment.submitted_at,
        # A change that went back says nothing about the text that is public.
        or_(Review.amendment_number.is_(None), Review.decision != Decision.RETURNED),
    )
    has_change = exists().where(
        Amendment.commitment_id == Commitment.id, Amendment.state == AmendmentState.WAITING
    )
    return or_(
        Commitment.lifecycle == Lifecycle.SUBMITTED,
        and_(
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            or_(has_change, and_(Commitment.submitted_at.is_not(None), ~is_reviewed)),
        ),
    )


def _check_in_waits() -> ColumnElement[bool]:
    """Not given or taken back, and its latest version not yet looked at."""
    latest = (
        select(func.max(CheckInVersion.number))
        .where(CheckInVersion.check_in_id == CheckIn.id)
        .correlate(CheckIn)
        .scalar_subquery()
    )
    is_reviewed = exists().where(Review.check_in_id == CheckIn.id, Review.check_in_version == latest)
    return and_(CheckIn.is_returned.is_(False), CheckIn.retracted_on.is_(None), ~is_reviewed)


def _waiting_commitments(programme: Programme) -> Select[Commitment]:
    return select(Commitment).where(Commitment.programme_id == programme.id, _commitment_waits())


def _waiting_check_ins(programme: Programme) -> Select[CheckIn]:
    return select(CheckIn).where(CheckIn.programme_id == programme.id, _check_in_waits())


def count_waiting(programme: Programme) -> int:
    """Count what waits to be acknowledged or approved."""
    found = (_waiting_commitments(programme).subquery(), _waiting_check_ins(programme).subquery())
    return sum(db.session.scalar(select(func.count()).select_from(rows)) or 0 for rows in found)


def list_waiting_commitments(programme: Programme, *, most: int) -> Sequence[Commitment]:
    """Return the commitments that have waited longest."""
    return db.session.scalars(
        _waiting_commitments(programme)
        .options(joinedload(Commitment.organisation), selectinload(Commitment.amendments))
        .order_by(Commitment.submitted_at, Commitment.id)
        .limit(most)
    ).all()


def list_waiting_check_ins(programme: Programme, *, most: int) -> Sequence[CheckIn]:
    """Return the check-ins that have waited longest."""
    return db.session.scalars(
        _waiting_check_ins(programme)
        .options(
            joinedload(CheckIn.commitment).joinedload(Commitment.organisation),
            selectinload(CheckIn.versions),
        )
        .order_by(CheckIn.submitted_on, CheckIn.id)
        .limit(most)
    ).all()


def list_reviews(commitment: Commitment) -> Sequence[Review]:
    """Return the decisions about a commitment and its check-ins as they stand now, the oldest first."""
    return db.session.scalars(
        select(Review)
        .where(Review.programme_id == commitment.programme_id, Review.commitment_id == commitment.id)
        .options(joinedload(Review.reviewed_by))
        .order_by(Review.id)
        .execution_options(populate_existing=True)
    ).all()


_SUBMISSIONS = (
    ActivityKind.COMMITMENT_SUBMITTED,
    ActivityKind.COMMITMENT_AMENDED,
    ActivityKind.AMENDMENT_SENT,
)


def find_submitter(commitment: Commitment) -> User | None:
    """Return who submitted the commitment, or a change to it, last. The log is written with both."""
    return db.session.scalar(
        select(User)
        .join(Activity, Activity.actor_id == User.id)
        .where(
            Activity.kind.in_(_SUBMISSIONS),
            Activity.subject_kind == "commitment",
            Activity.subject_id == commitment.public_id,
        )
        .order_by(Activity.id.desc())
        .limit(1)
    )


def lock_for_review(commitment: Commitment) -> None:
    """Hold the commitment and read it anew, so that two coordinators decide one after the other.

    Two steps: what a page loads beside a commitment comes by outer joins, which PostgreSQL does not lock.
    """
    held = select(Commitment.id).where(
        Commitment.programme_id == commitment.programme_id, Commitment.id == commitment.id
    )
    db.session.execute(held.with_for_update())
    db.session.refresh(commitment)
