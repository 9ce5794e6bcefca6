"""Reads of who asked to join an organisation, and of whom they are told to."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.join_request import JoinRequest
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Publication, PublicationKind

MOST_SHOWN = 50


def find_public(slug: str, today: date) -> Organisation | None:
    """Return an organisation that has a public page under this address."""
    return db.session.scalar(
        select(Organisation)
        .join(Publication, Publication.organisation_id == Organisation.id)
        .where(
            Organisation.slug == slug,
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.is_current,
            Publication.public_from <= today,
        )
        .limit(1)
    )


def find_waiting(organisation: Organisation, email: str) -> JoinRequest | None:
    return db.session.scalar(
        select(JoinRequest)
        .where(
            JoinRequest.organisation_id == organisation.id,
            JoinRequest.email == email,
            JoinRequest.answer.is_(None),
        )
        .limit(1)
    )


def list_waiting(organisation: Organisation, *, most: int, after_id: int = 0) -> Sequence[JoinRequest]:
    """Return what nobody has answered, the oldest first.

    :param after_id: go on below this row.
    """
    return db.session.scalars(
        select(JoinRequest)
        .where(
            JoinRequest.organisation_id == organisation.id,
            JoinRequest.answer.is_(None),
            JoinRequest.id > after_id,
        )
        .order_by(JoinRequest.id)
        .limit(most)
    ).all()


def count_waiting(organisation: Organisation) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(JoinRequest)
            .where(JoinRequest.organisation_id == organisation.id, JoinRequest.answer.is_(None))
        )
        or 0
    )


def list_answered(organisation: Organisation) -> Sequence[JoinRequest]:
    """Return what was answered last."""
    return db.session.scalars(
        select(JoinRequest)
        .where(JoinRequest.organisation_id == organisation.id, JoinRequest.answer.is_not(None))
        .options(joinedload(JoinRequest.answered_by))
        .order_by(JoinRequest.answered_at.desc(), JoinRequest.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def get_request(organisation: Organisation, public_id: str) -> JoinRequest:
    return db.session.scalars(
        select(JoinRequest).where(
            JoinRequest.organisation_id == organisation.id, JoinRequest.public_id == public_id
        )
    ).one()


def lock_request(request: JoinRequest) -> None:
    """Hold it and read it anew, so that two admins answer one after the other."""
    db.session.refresh(request, with_for_update=True)


def list_coordinators_of(organisation: Organisation) -> Sequence[User]:
    """Return who coordinates the open programmes that the organisation takes part in."""
    return db.session.scalars(
        select(User)
        .where(
            User.suspended_at.is_(None),
            User.id.in_(
                select(ProgrammeMembership.user_id)
                .join(Programme, Programme.id == ProgrammeMembership.programme_id)
                .join(Participation, Participation.programme_id == Programme.id)
                .where(
                    Participation.organisation_id == organisation.id,
                    Participation.joined_on.is_not(None),
                    Participation.left_on.is_(None),
                    Programme.closed_on.is_(None),
                    Programme.is_practice.is_(False),
                    ProgrammeMembership.role == ProgrammeRole.COORDINATOR,
                    ProgrammeMembership.ended_at.is_(None),
                )
            ),
        )
        .order_by(User.id)
    ).all()
