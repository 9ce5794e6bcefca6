"""Reads for notices: what is due, who belongs where, and what has been written already."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.model.people import Membership, User
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.still_in_place import StillInPlace

WORK_ON_A_COMMITMENT = (
    ActivityKind.COMMITMENT_REGISTERED,
    ActivityKind.COMMITMENT_EDITED,
    ActivityKind.COMMITMENT_SUBMITTED,
)
# Some databases take no more than a thousand values in one list.
PART = 500


def list_organisations_to_remind(
    until: date, *, after_id: int = 0, most: int = 200
) -> Sequence[Organisation]:
    """Return the next organisations with a reminder due by that day, whosever they are."""
    due = (
        select(ExpectedCheckIn.organisation_id)
        .where(ExpectedCheckIn.next_reminder_on <= until)
        .distinct()
        .execution_options(every_organisation=True)
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(due), Organisation.id > after_id)
        .order_by(Organisation.id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def list_due(organisation: Organisation, today: date) -> Sequence[ExpectedCheckIn]:
    """Return what of the organisation's has come to a reminder, in the order it is claimed in."""
    return db.session.scalars(
        select(ExpectedCheckIn)
        .where(ExpectedCheckIn.organisation_id == organisation.id, ExpectedCheckIn.next_reminder_on <= today)
        .options(*_with_its_commitment())
        .order_by(ExpectedCheckIn.id)
    ).all()


def list_organisations_to_ask_again(
    until: date, *, after_id: int = 0, most: int = 200
) -> Sequence[Organisation]:
    """Return the next organisations to be asked by that day whether something is still in place."""
    due = (
        select(StillInPlace.organisation_id)
        .where(StillInPlace.next_reminder_on <= until)
        .distinct()
        .execution_options(every_organisation=True)
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(due), Organisation.id > after_id)
        .order_by(Organisation.id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def list_asked_again(organisation: Organisation, today: date) -> Sequence[StillInPlace]:
    """Return what of the organisation's is to be asked about now, in the order it is claimed in."""
    return db.session.scalars(
        select(StillInPlace)
        .where(StillInPlace.organisation_id == organisation.id, StillInPlace.next_reminder_on <= today)
        .options(joinedload(StillInPlace.commitment).joinedload(Commitment.programme))
        .order_by(StillInPlace.id)
    ).all()


def list_unreported(programme: Programme, due_before: date) -> Sequence[ExpectedCheckIn]:
    """Return what the programme's open rounds have waited for since before that day."""
    return db.session.scalars(
        select(ExpectedCheckIn)
        .join(Round, Round.id == ExpectedCheckIn.round_id)
        .where(
            ExpectedCheckIn.programme_id == programme.id,
            ExpectedCheckIn.due_on < due_before,
            ExpectedCheckIn.reported_on.is_(None),
            Round.state == RoundState.OPEN,
        )
        .options(*_with_its_commitment())
        .order_by(ExpectedCheckIn.due_on, ExpectedCheckIn.id)
    ).all()


def _with_its_commitment() -> tuple[ORMOption, ...]:
    commitment = joinedload(ExpectedCheckIn.commitment)
    return (
        joinedload(ExpectedCheckIn.round),
        commitment.joinedload(Commitment.organisation),
        commitment.joinedload(Commitment.programme),
        commitment.joinedload(Commitment.imported),
        commitment.selectinload(Commitment.ownerships),
    )


def list_members(organisation: Organisation) -> Sequence[Membership]:
    """Return who belongs to the organisation now and can sign in."""
    return db.session.scalars(
        select(Membership)
        .join(User)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    ).all()


def last_editors(organisation: Organisation, commitments: Collection[Commitment]) -> dict[str, int]:
    """Return who last worked on each commitment: public id to the id of the person."""
    names = sorted({commitment.public_id for commitment in commitments})
    found: dict[str, int] = {}
    for start in range(0, len(names), PART):
        latest = (
            select(func.max(Activity.id))
            .where(
                Activity.subject_kind == "commitment",
                Activity.subject_id.in_(names[start : start + PART]),
                Activity.organisation_id == organisation.id,
                Activity.kind.in_(WORK_ON_A_COMMITMENT),
            )
            .group_by(Activity.subject_id)
        )
        rows = db.session.execute(
            select(Activity.subject_id, Activity.actor_id).where(Activity.id.in_(latest))
        )
        found |= {subject: actor for subject, actor in rows if subject and actor}
    return found


def list_open_programmes(*, after_id: int = 0, most: int = 200) -> Sequence[Programme]:
    """Return the next programmes that are not closed."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.closed_on.is_(None), Programme.is_practice.is_(False), Programme.id > after_id)
        .order_by(Programme.id)
        .limit(most)
    ).all()


def find_written(keys: Collection[str]) -> set[str]:
    """Return which of these mails have been written already."""
    names = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(names), PART):
        part = names[start : start + PART]
        found |= set(db.session.scalars(select(OutgoingEmail.key).where(OutgoingEmail.key.in_(part))))
    return found


def list_to_post(now: datetime, *, most: int) -> Sequence[int]:
    """Return the ids of messages that are due and that nobody is posting, oldest first."""
    return db.session.scalars(
        select(OutgoingEmail.id)
        .where(
            OutgoingEmail.state == EmailState.WAITING,
            OutgoingEmail.due_at <= now,
            OutgoingEmail.attempts < MOST_ATTEMPTS,
            OutgoingEmail.lease_until.is_(None) | (OutgoingEmail.lease_until < now),
        )
        .order_by(OutgoingEmail.due_at, OutgoingEmail.id)
        .limit(most)
    ).all()
