"""Reads of who takes part in a programme, and of the directory that organisations are invited from."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import (
    Organisation,
    OrganisationAlias,
    OrganisationIdentifier,
    sort_name,
)
from equity_tracker.model.people import Invitation, Membership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Participation, Programme

MOST_FOUND = 20
REGISTERED = (Lifecycle.PUBLISHED, Lifecycle.CLOSED)


def list_participations(programme: Programme) -> Sequence[Participation]:
    """Return everybody who was ever invited, by name."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.organisation)
        .where(Participation.programme_id == programme.id)
        .options(contains_eager(Participation.organisation))
        .order_by(Organisation.sort_name, Participation.id)
    ).all()


def get_participation(programme: Programme, organisation_slug: str) -> Participation:
    """Return an organisation's place in the programme, named by the organisation's slug."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.organisation)
        .where(Participation.programme_id == programme.id, Organisation.slug == organisation_slug)
        .options(contains_eager(Participation.organisation))
    ).one()


def find_participation(programme: Programme, organisation: Organisation) -> Participation | None:
    return db.session.scalar(
        select(Participation).where(
            Participation.programme_id == programme.id, Participation.organisation_id == organisation.id
        )
    )


def count_commitments_by_organisation(programme: Programme) -> dict[int, int]:
    """Count what each organisation has published in the programme, statements of intent included."""
    counted = db.session.execute(
        select(Commitment.organisation_id, func.count())
        .where(Commitment.programme_id == programme.id, Commitment.lifecycle.in_(REGISTERED))
        .group_by(Commitment.organisation_id)
    )
    return {row[0]: row[1] for row in counted}


def count_invited_not_joined(programme: Programme) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participation)
            .where(
                Participation.programme_id == programme.id,
                Participation.joined_on.is_(None),
                Participation.left_on.is_(None),
            )
        )
        or 0
    )


def get_organisation(_programme: Programme, slug: str) -> Organisation:
    """Return an organisation of the directory, which is open to everybody who may invite."""
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def find_organisation_by_name(name: str) -> Organisation | None:
    """Return the one organisation of this name, whatever its capitals and with or without The."""
    found = db.session.scalars(
        select(Organisation)
        .where(Organisation.sort_name == sort_name(name))
        .order_by(Organisation.id)
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def search_organisations(words: str) -> Sequence[Organisation]:
    """Return organisations whose code is this, or whose names hold it, by name; at most twenty."""
    wanted = words.strip()
    if not wanted:
        return []
    folded = wanted.casefold()
    coded = select(OrganisationIdentifier.organisation_id).where(
        func.lower(OrganisationIdentifier.value) == folded
    )
    called = select(OrganisationAlias.organisation_id).where(
        OrganisationAlias.folded_name.contains(folded, autoescape=True)
    )
    return db.session.scalars(
        select(Organisation)
        .where(
            or_(
                Organisation.sort_name.contains(folded, autoescape=True),
                func.lower(Organisation.short_name) == folded,
                Organisation.id.in_(coded),
                Organisation.id.in_(called),
            )
        )
        .order_by(Organisation.sort_name, Organisation.id)
        .limit(MOST_FOUND)
    ).all()


def is_slug_taken(slug: str) -> bool:
    return db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is not None


def list_admins(organisation: Organisation, *, and_member: User | None = None) -> Sequence[User]:
    """Return the people who run the organisation's workspace now.

    :param and_member: also this person, while they belong to the organisation.
    """
    is_meant = Membership.role == OrganisationRole.ADMIN
    if and_member is not None:
        is_meant = or_(is_meant, Membership.user_id == and_member.id)
    return db.session.scalars(
        select(User)
        .join(Membership)
        .where(
            Membership.organisation_id == organisation.id,
            is_meant,
            Membership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
    ).all()


def find_last_invitation(organisation: Organisation) -> Invitation | None:
    """Return the last invitation to become the organisation's admin, whatever became of it."""
    return db.session.scalar(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.role == OrganisationRole.ADMIN.value,
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )
