"""Reads of what an organisation was asked about as a partner. The organisation is the one that was named.

A partner's row belongs to the organisation that named it; the one that is named finds it by being named and
asked, and finds nothing else of the commitment's organisation.
"""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import Programme


def _asked(organisation: Organisation) -> Select[Partner]:
    return (
        select(Partner)
        .join(Partner.commitment)
        .join(Commitment.programme)
        .where(
            Partner.partner_organisation_id == organisation.id,
            Partner.asked_at.is_not(None),
            # A partner that has come to hold the commitment is its partner no longer.
            Commitment.organisation_id != organisation.id,
            Commitment.lifecycle != Lifecycle.ARCHIVED,
        )
        .options(
            contains_eager(Partner.commitment).options(
                contains_eager(Commitment.programme),
                joinedload(Commitment.organisation),
                selectinload(Commitment.partner_readings),
            ),
            joinedload(Partner.partner_organisation),
        )
    )


def list_partnerships(organisation: Organisation) -> Sequence[Partner]:
    """Return what the organisation was asked about: open questions first, the longest open on top."""
    rows = db.session.scalars(_asked(organisation).order_by(Partner.asked_at, Partner.id)).all()
    return sorted(rows, key=lambda row: not row.awaits_answer)


def list_unanswered(organisation: Organisation) -> Sequence[Partner]:
    """Return the questions that are open and can still be answered, the longest open first."""
    return db.session.scalars(
        _asked(organisation)
        .where(
            or_(Partner.answered_at.is_(None), Partner.answered_at < Partner.asked_at),
            Programme.closed_on.is_(None),
        )
        .order_by(Partner.asked_at, Partner.id)
    ).all()


def get_partnership(organisation: Organisation, public_id: str) -> Partner:
    """Return one commitment that the organisation was asked about, by the id of its part in it."""
    return db.session.scalars(_asked(organisation).where(Partner.public_id == public_id)).one()


def lock_partnership(partner: Partner, organisation: Organisation) -> Partner:
    """Hold the commitment and read the part anew, so that partners answer one after the other.

    Raise NoResultFound when the part was taken off the draft meanwhile, or the draft archived.
    """
    held = select(Commitment.id).where(
        Commitment.organisation_id == partner.organisation_id, Commitment.id == partner.commitment_id
    )
    db.session.execute(held.with_for_update())
    again = _asked(organisation).where(Partner.public_id == partner.public_id)
    return db.session.scalars(again.execution_options(populate_existing=True)).one()
