"""Reads of the programmes that an organisation takes part in, is invited to, or has left."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import contains_eager, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme


def list_participations(organisation: Organisation) -> Sequence[Participation]:
    """Return the organisation's places in programmes, by the programme's name."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.programme)
        .where(Participation.organisation_id == organisation.id)
        .options(contains_eager(Participation.programme).joinedload(Programme.coordinating_body))
        .order_by(Programme.name, Participation.id)
    ).all()


def get_participation(organisation: Organisation, programme_slug: str) -> Participation:
    """Return the organisation's place in a programme, named by the programme's slug."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.programme)
        .where(Participation.organisation_id == organisation.id, Programme.slug == programme_slug)
        .options(
            contains_eager(Participation.programme).joinedload(Programme.coordinating_body),
            joinedload(Participation.organisation),
        )
    ).one()


def list_practice(organisation: Organisation) -> Sequence[Programme]:
    """Return the practice programmes that anybody may try, and the organisation does not yet."""
    takes_part = select(Participation.programme_id).where(Participation.organisation_id == organisation.id)
    return db.session.scalars(
        select(Programme)
        .where(
            Programme.is_practice.is_(True), Programme.closed_on.is_(None), Programme.id.not_in(takes_part)
        )
        .options(joinedload(Programme.coordinating_body))
        .order_by(Programme.name, Programme.id)
    ).all()


def get_practice(organisation: Organisation, slug: str) -> Programme:
    """Return one of those."""
    found = [row for row in list_practice(organisation) if row.slug == slug]
    if not found:
        raise NoResultFound
    return found[0]


def list_invited(organisation: Organisation) -> Sequence[Participation]:
    """Return the invitations to open programmes that await an answer, the oldest first."""
    return db.session.scalars(
        select(Participation)
        .join(Participation.programme)
        .where(
            Participation.organisation_id == organisation.id,
            Participation.invited_on.is_not(None),
            Participation.joined_on.is_(None),
            Participation.left_on.is_(None),
            Programme.closed_on.is_(None),
        )
        .options(contains_eager(Participation.programme))
        .order_by(Participation.invited_on, Participation.id)
    ).all()
