"""Reads of what waits for a coordinator, and of who handed it in."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.round import Round, RoundState

# Public, and nobody has looked at its text since it was sent.
_UNREAD = and_(
    Commitment.lifecycle == Lifecycle.PUBLISHED,
    ~exists().where(
        Review.commitment_id == Commitment.id,
        Review.check_in_id.is_(None),
        Review.reviewed_at >= Commitment.submitted_at,
        # A change that went back says nothing about the text that is public.
        or_(Review.amendment_number.is_(None), Review.decision != Decision.RETURNED),
    ),
)
_HAS_CHANGE = exists().where(
    Amendment.commitment_id == Commitment.id, Amendment.state == AmendmentState.WAITING
)


def older_than(programme: Programme) -> datetime | None:
    """Return when the present rounds began: what was public before that is no duty of theirs.

    The duty is bound to the round and to the role, so nobody who joins later inherits a backlog.
    """
    of_open = func.min(case((Round.state == RoundState.OPEN, Round.opens_on)))
    of_closed = func.max(case((Round.state == RoundState.CLOSED, Round.opens_on)))
    began = db.session.scalar(
        select(func.coalesce(of_open, of_closed)).where(Round.programme_id == programme.id)
    )
    return datetime.combine(began, time(), UTC) if began else None


def _check_in_is_older(before: datetime) -> ColumnElement[bool]:
    """Say whether the public reads the latest version already, and it was sent before."""
    return and_(
        CheckIn.awaits_review_since < before,
        func.coalesce(CheckIn.published_version, 0) == CheckIn.latest_version,
    )


def _waiting_commitments(programme: Programme, *, older: bool) -> Select[Commitment]:
    """Find by index what was submitted or changed and, of what is public, only what was sent since."""
    before, of_programme = older_than(programme), Commitment.programme_id == programme.id
    ids = select(Commitment.id).where(of_programme)
    if older:
        is_before = Commitment.submitted_at < before if before else false()
        return select(Commitment).where(of_programme, is_before, _UNREAD, ~_HAS_CHANGE)
    since = Commitment.submitted_at >= before if before else Commitment.submitted_at.is_not(None)
    changed = select(Amendment.commitment_id).where(
        Amendment.programme_id == programme.id, Amendment.state == AmendmentState.WAITING
    )
    found = union_all(
        ids.where(Commitment.lifecycle == Lifecycle.SUBMITTED),
        ids.where(Commitment.lifecycle == Lifecycle.PUBLISHED, Commitment.id.in_(changed)),
        ids.where(since, _UNREAD),
    )
    return select(Commitment).where(of_programme, Commitment.id.in_(found))


def _waiting_check_ins(programme: Programme, *, older: bool) -> Select[CheckIn]:
    waiting = select(CheckIn).where(
        CheckIn.programme_id == programme.id, CheckIn.awaits_review_since.is_not(None)
    )
    before = older_than(programme)
    if before is None:
        return waiting.where(false()) if older else waiting
    is_older = _check_in_is_older(before)
    return waiting.where(is_older if older else ~is_older)


def count_waiting(programme: Programme, *, older: bool = False) -> int:
    """Count what waits to be acknowledged or approved; or what older ones are public already."""
    found = (_waiting_commitments(programme, older=older), _waiting_check_ins(programme, older=older))
    counted = (select(func.count()).select_from(rows.subquery()) for rows in found)
    return sum(db.session.scalar(count) or 0 for count in counted)


def list_waiting_commitments(programme: Programme, *, most: int, older: bool = False) -> Sequence[Commitment]:
    """Return the commitments that have waited longest."""
    return db.session.scalars(
        _waiting_commitments(programme, older=older)
        .options(
            joinedload(Commitment.organisation),
            selectinload(Commitment.amendments),
            selectinload(Commitment.reviews),
        )
        .order_by(Commitment.submitted_at, Commitment.id)
        .limit(most)
    ).all()


def list_waiting_check_ins(programme: Programme, *, most: int, older: bool = False) -> Sequence[CheckIn]:
    """Return the check-ins that have waited longest."""
    return db.session.scalars(
        _waiting_check_ins(programme, older=older)
        .options(
            joinedload(CheckIn.commitment).joinedload(Commitment.organisation),
            selectinload(CheckIn.versions).options(
                joinedload(CheckInVersion.submitted_by),
                joinedload(CheckInVersion.signature).joinedload(CheckInSignature.signed_by),
            ),
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


def find_submitters(commitments: Iterable[Commitment]) -> dict[str, int | None]:
    """Return the key of who submitted each commitment last, by its public id."""
    ids = [row.public_id for row in commitments]
    last = (
        select(func.max(Activity.id))
        .where(
            Activity.kind.in_(_SUBMISSIONS),
            Activity.subject_kind == "commitment",
            Activity.subject_id.in_(ids),
        )
        .group_by(Activity.subject_id)
    )
    found = db.session.execute(select(Activity.subject_id, Activity.actor_id).where(Activity.id.in_(last)))
    return {str(public_id): actor_id for public_id, actor_id in found}


def lock_for_review(commitment: Commitment) -> None:
    """Hold the commitment and read it anew, so that two coordinators decide one after the other.

    Two steps: what a page loads beside a commitment comes by outer joins, which PostgreSQL does not lock.
    """
    held = select(Commitment.id).where(
        Commitment.programme_id == commitment.programme_id, Commitment.id == commitment.id
    )
    db.session.execute(held.with_for_update())
    db.session.refresh(commitment)
