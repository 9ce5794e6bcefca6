"""What stands in a person's calendar, by what they belong to at this moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.calendar_link import CalendarLink
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.tokens import hash_token

# A calendar of ten thousand days helps nobody.
MOST = 1000
BACK = timedelta(days=366)


def find_link(token: str, now: datetime) -> CalendarLink | None:
    """Return the link that this token opens, if it still does."""
    link = db.session.scalar(
        select(CalendarLink)
        .where(CalendarLink.token_hash == hash_token(token))
        .options(joinedload(CalendarLink.user))
    )
    return link if link is not None and link.is_good(now) else None


def find_link_of(user: User, now: datetime) -> CalendarLink | None:
    """Return the person's own link, if there is one that works."""
    link = db.session.scalar(
        select(CalendarLink).where(CalendarLink.user_id == user.id, CalendarLink.ended_at.is_(None))
    )
    return link if link is not None and link.is_good(now) else None


def list_due_check_ins(user: User, today: date) -> Sequence[ExpectedCheckIn]:
    """Return what the person's organisations are asked to report, by open rounds of open programmes."""
    return db.session.scalars(
        select(ExpectedCheckIn)
        .join(ExpectedCheckIn.round)
        .join(ExpectedCheckIn.commitment)
        .join(Programme, Programme.id == ExpectedCheckIn.programme_id)
        .join(Membership, Membership.organisation_id == ExpectedCheckIn.organisation_id)
        .where(
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
            ExpectedCheckIn.reported_on.is_(None),
            ExpectedCheckIn.settled_on.is_(None),
            ExpectedCheckIn.is_missed.is_(False),
            ExpectedCheckIn.due_on > today - BACK,
            Round.state == RoundState.OPEN,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
            Programme.is_practice.is_(False),
        )
        .options(
            contains_eager(ExpectedCheckIn.round),
            contains_eager(ExpectedCheckIn.commitment).joinedload(Commitment.organisation),
            contains_eager(ExpectedCheckIn.commitment).joinedload(Commitment.programme),
        )
        .order_by(ExpectedCheckIn.due_on, ExpectedCheckIn.id)
        .limit(MOST)
        .execution_options(every_organisation=True)
    ).all()


def list_milestones(user: User, today: date) -> Sequence[Milestone]:
    """Return the steps still ahead of what the person's organisations have published."""
    return db.session.scalars(
        select(Milestone)
        .join(Milestone.commitment)
        .join(Programme, Programme.id == Milestone.programme_id)
        .join(Membership, Membership.organisation_id == Milestone.organisation_id)
        .where(
            Membership.user_id == user.id,
            Membership.ended_at.is_(None),
            Milestone.actual_on.is_(None),
            Milestone.planned_on > today - BACK,
            Commitment.lifecycle == Lifecycle.PUBLISHED,
            Programme.closed_on.is_(None),
            Programme.is_practice.is_(False),
        )
        .options(
            contains_eager(Milestone.commitment).joinedload(Commitment.organisation),
            contains_eager(Milestone.commitment).joinedload(Commitment.programme),
            selectinload(Milestone.moves),
        )
        .order_by(Milestone.planned_on, Milestone.id)
        .limit(MOST)
        .execution_options(every_organisation=True)
    ).all()


def list_rounds(user: User, today: date) -> Sequence[Round]:
    """Return the rounds of the programmes whose staff the person belongs to."""
    return db.session.scalars(
        select(Round)
        .join(Round.programme)
        .join(ProgrammeMembership, ProgrammeMembership.programme_id == Round.programme_id)
        .where(
            ProgrammeMembership.user_id == user.id,
            ProgrammeMembership.ended_at.is_(None),
            Programme.closed_on.is_(None),
            Programme.is_practice.is_(False),
            Round.closes_on > today - BACK,
        )
        .options(contains_eager(Round.programme))
        .order_by(Round.opens_on, Round.id)
        .limit(MOST)
    ).all()
