"""Reads of what an organisation leaves behind, of who may follow it, and of what waits for an answer."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.people import Membership
from equity_tracker.model.programme import Participation, Programme

RENAMED = "renamed"
# What was public once moves with its history; what never was stays with those who wrote it.
PASSED_ON = (Lifecycle.PUBLISHED, Lifecycle.CLOSED, Lifecycle.RETRACTED)


def get_participation(programme: Programme, slug: str) -> Participation:
    """Return an organisation's place in the programme, named by the organisation's slug."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.organisation)
        .where(Participation.programme_id == programme.id, Organisation.slug == slug)
        .options(contains_eager(Participation.organisation))
    ).one()


def get_commitment(organisation: Organisation, public_id: str) -> Commitment:
    """Return one of the organisation's commitments, once it has been public."""
    return db.session.scalars(
        select(Commitment)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.public_id == public_id,
            Commitment.lifecycle.in_(PASSED_ON),
        )
        .options(
            joinedload(Commitment.organisation),
            joinedload(Commitment.programme),
            joinedload(Commitment.imported),
            selectinload(Commitment.handovers),
        )
    ).one()


def list_to_pass_on(participation: Participation) -> Sequence[Commitment]:
    """Return what the organisation has made public in the programme, by title."""
    return db.session.scalars(
        select(Commitment).where(*_of(participation)).order_by(Commitment.title, Commitment.id)
    ).all()


def count_submitted(participation: Participation) -> int:
    """Count what waits for a coordinator: it is decided on before it can move."""
    counted = select(func.count(Commitment.id)).where(
        Commitment.organisation_id == participation.organisation_id,
        Commitment.programme_id == participation.programme_id,
        Commitment.lifecycle == Lifecycle.SUBMITTED,
    )
    return db.session.scalar(counted) or 0


def list_possible_successors(participation: Participation) -> Sequence[Participation]:
    """Return the others that take part now, by name."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.organisation)
        .where(
            Participation.programme_id == participation.programme_id,
            Participation.organisation_id != participation.organisation_id,
            Participation.joined_on.is_not(None),
            Participation.left_on.is_(None),
        )
        .options(contains_eager(Participation.organisation))
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def takes_part(organisation: Organisation) -> bool:
    """Say whether it takes part in any programme now."""
    found = select(Participation.id).where(
        Participation.organisation_id == organisation.id,
        Participation.joined_on.is_not(None),
        Participation.left_on.is_(None),
    )
    return db.session.scalar(found.limit(1)) is not None


def list_known_changes(organisation: Organisation) -> Sequence[OrganisationChange]:
    """Return what the directory knows of its end, the latest first. A new name ends nothing."""
    return db.session.scalars(
        select(OrganisationChange)
        .where(
            OrganisationChange.predecessors.any(Organisation.id == organisation.id),
            OrganisationChange.kind != RENAMED,
        )
        .options(selectinload(OrganisationChange.successors), selectinload(OrganisationChange.predecessors))
        .order_by(OrganisationChange.effective_on.desc(), OrganisationChange.id.desc())
    ).all()


def list_member_ids(organisation: Organisation) -> Collection[int]:
    """Return who belongs to the organisation now."""
    return db.session.scalars(
        select(Membership.user_id).where(
            Membership.organisation_id == organisation.id, Membership.ended_at.is_(None)
        )
    ).all()


def hold(participation: Participation) -> None:
    """Hold a place in the programme, so that of two who record the same only one moves anything."""
    held = select(Participation.id).where(
        Participation.programme_id == participation.programme_id, Participation.id == participation.id
    )
    db.session.execute(held.with_for_update())
    db.session.refresh(participation)


def hold_commitment(commitment: Commitment) -> None:
    """Hold a commitment and read it anew, with what it was asked."""
    held = select(Commitment.id).where(
        Commitment.organisation_id == commitment.organisation_id, Commitment.id == commitment.id
    )
    db.session.execute(held.with_for_update())
    db.session.refresh(commitment)
    for handover in commitment.handovers:
        db.session.refresh(handover)


def _of(participation: Participation) -> tuple[ColumnElement[bool], ...]:
    return (
        Commitment.organisation_id == participation.organisation_id,
        Commitment.programme_id == participation.programme_id,
        Commitment.lifecycle.in_(PASSED_ON),
    )
