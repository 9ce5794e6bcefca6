"""Reads of the partners of what was registered in a programme: where two read one promise differently."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.partner import Answer, Partner
from equity_tracker.model.partner_reading import PartnerReading
from equity_tracker.model.programme import Programme

# What is still its organisation's own is nobody's to look at.
_NOT_SEEN = (Lifecycle.DRAFT, Lifecycle.RETURNED, Lifecycle.ARCHIVED)


def list_read_differently(programme: Programme, *, most: int) -> Sequence[Commitment]:
    """Return the commitments where a partner's latest reading of level or of who decides differs, by title.

    Only where both have said something, and the partner has not declined to be one.
    """
    earlier = aliased(PartnerReading)
    latest = (
        select(func.max(earlier.number))
        .where(
            earlier.programme_id == programme.id,
            earlier.commitment_id == PartnerReading.commitment_id,
            earlier.reader_id == PartnerReading.reader_id,
        )
        .correlate(PartnerReading)
        .scalar_subquery()
    )
    differing = (
        select(PartnerReading.commitment_id)
        .join(Commitment, Commitment.id == PartnerReading.commitment_id)
        .join(
            Partner,
            (Partner.commitment_id == PartnerReading.commitment_id)
            & (Partner.partner_organisation_id == PartnerReading.reader_id),
        )
        .where(
            PartnerReading.programme_id == programme.id,
            PartnerReading.number == latest,
            or_(Partner.answer.is_(None), Partner.answer != Answer.DECLINED),
            or_(
                PartnerReading.level != Commitment.level,
                PartnerReading.decision_power != Commitment.decision_power,
            ),
        )
    )
    return db.session.scalars(
        select(Commitment)
        .where(
            Commitment.programme_id == programme.id,
            Commitment.id.in_(differing),
            Commitment.lifecycle.not_in(_NOT_SEEN),
        )
        .options(joinedload(Commitment.organisation))
        .order_by(Commitment.title, Commitment.id)
        .limit(most)
    ).all()
