"""Reads of programmes themselves: who may coordinate one, what is taken, and what happened last."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.commitment import UNSEEN, Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Programme
from equity_tracker.programmes.log_words import SHOWN


def list_to_launch(now: datetime) -> Sequence[Programme]:
    """Return the programmes whose moment has come, and whose date is still held back."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.held_until.is_not(None), Programme.launches_at <= now)
        .order_by(Programme.id)
    ).all()


def list_bodies(user: User) -> Sequence[Organisation]:
    """Return the organisations in whose name the person may found a programme, by name.

    Those they belong to, and those that coordinate a programme on whose staff they are.
    """
    belongs = select(Membership.organisation_id).where(
        Membership.user_id == user.id,
        Membership.ended_at.is_(None),
        Membership.organisation_id == Organisation.id,
    )
    coordinates = (
        select(Programme.coordinating_body_id)
        .join(ProgrammeMembership, ProgrammeMembership.programme_id == Programme.id)
        .where(ProgrammeMembership.user_id == user.id, ProgrammeMembership.ended_at.is_(None))
    )
    return db.session.scalars(
        select(Organisation)
        .where(or_(Organisation.id.in_(belongs), Organisation.id.in_(coordinates)))
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def is_prefix_taken(prefix: str) -> bool:
    return db.session.scalar(select(Programme.id).where(Programme.reference_prefix == prefix)) is not None


def is_programme_slug_taken(slug: str) -> bool:
    return db.session.scalar(select(Programme.id).where(Programme.slug == slug)) is not None


def list_latest_activity(programme: Programme, *, most: int) -> list[tuple[Activity, bool]]:
    """Return what happened last, newest first, of the kinds that a programme is told about: no drafts.

    Beside each line stands whether it tells of a commitment that was set aside since.
    """
    is_set_aside = exists().where(
        Activity.subject_kind == "commitment",
        Commitment.programme_id == programme.id,
        Commitment.public_id == Activity.subject_id,
        Commitment.lifecycle.in_(UNSEEN),
    )
    rows = db.session.execute(
        select(Activity, is_set_aside)
        .where(Activity.programme_id == programme.id, Activity.kind.in_(SHOWN))
        .options(joinedload(Activity.actor))
        .order_by(Activity.id.desc())
        .limit(most)
    )
    return [(activity, set_aside) for activity, set_aside in rows]
