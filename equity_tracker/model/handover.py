"""Handovers: a commitment comes to another organisation when its own one ends, which answers in public.

Organisations end and are merged; what they promised must not go with them. The new holder accepts each
commitment, accepts it with changes, or declines it, and says so where the promise stands
(domain-brief 4, row 17).
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, one_of, same_organisation, term
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation, OrganisationChange

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

UNDECIDED_AFTER_DAYS = 60
"""How long a new holder may think before the coordinators see that it has not answered."""


class HandoverDecision(StrEnum):
    """What a new holder says of a commitment that came to it."""

    ACCEPTED = "accepted"
    AMENDED = "amended"
    DECLINED = "declined"


# These say that the promise will not stay as it was, so they say why.
NEEDS_A_REASON = {HandoverDecision.AMENDED, HandoverDecision.DECLINED}


class Handover(HasPublicId, OrganisationOwned, Base):
    """One commitment that came from one organisation to another, and the answer, once there is one.

    The names are kept as they were on that day. Only `organisation_id` follows a later holder.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        Index("ix_handovers_commitment_id", "commitment_id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_handovers_organisation_id", "organisation_id", "decided_on"),
        Index("ix_handovers_programme_id", "programme_id", "decided_on", "asked_on"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    change_id: Mapped[int] = mapped_column(ForeignKey("organisation_changes.id"))
    # What became of the one before, and where that can be read, as it was recorded for this commitment.
    kind: Mapped[str] = mapped_column(term())
    source_url: Mapped[str | None] = mapped_column(String(2000))
    note: Mapped[str | None] = mapped_column(Text)
    from_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    from_name: Mapped[str] = mapped_column(String(200))
    to_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    to_name: Mapped[str] = mapped_column(String(200))
    # From when it holds by law, and when it was recorded here, from which an answer is awaited.
    handed_on: Mapped[date]
    asked_on: Mapped[date]
    decision: Mapped[HandoverDecision | None] = mapped_column(one_of(HandoverDecision))
    # In public, in the new holder's words.
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    commitment: Mapped["Commitment"] = relationship(back_populates="handovers")
    change: Mapped[OrganisationChange] = relationship()
    from_organisation: Mapped[Organisation] = relationship(foreign_keys=[from_id], lazy="joined")

    @property
    def is_awaited(self) -> bool:
        """Whether the new holder has not answered yet."""
        return self.decision is None

    def is_late(self, today: date) -> bool:
        """Whether it has been thought about for too long."""
        return self.is_awaited and today > self.asked_on + timedelta(days=UNDECIDED_AFTER_DAYS)

    def decide(self, decision: HandoverDecision, *, reason: str | None, by: "User", today: date) -> None:
        """Answer once. What was answered stays."""
        if not self.is_awaited:
            raise ChangedSince("A colleague answered this since you opened the page.")
        if decision in NEEDS_A_REASON and not reason:
            raise Refused("Enter what will be different, and why", "reason")
        self.decision = decision
        self.reason = reason
        self.decided_on = today
        self.decided_by_id = by.id


def awaited_handover(commitment: "Commitment") -> Handover | None:
    """Return the handover that its holder has not answered; None if there is nothing to answer.

    Only the latest is asked about, and only while reports are asked of the commitment: what was closed before
    it moved is history, and a statement of intent is no commitment yet.
    """
    latest = commitment.handovers[-1] if commitment.handovers else None
    return latest if latest is not None and latest.is_awaited and commitment.is_live else None


def refuse_unless_awaited(commitment: "Commitment") -> Handover:
    """Return the handover to answer, or refuse and say why there is none."""
    commitment.programme.refuse_if_closed()
    handover = awaited_handover(commitment)
    if handover is None:
        raise Refused("Your organisation has nothing to answer here: nobody asks whether it takes this on.")
    return handover


def handover_payloads(commitment: "Commitment") -> list[dict[str, Any]]:
    """Copy what the public may see of how a commitment moved: everything but who answered."""
    awaited = awaited_handover(commitment)
    return [
        {
            "kind": row.kind,
            "from_name": row.from_name,
            "from_slug": row.from_organisation.slug,
            "to_name": row.to_name,
            "handed_on": row.handed_on.isoformat(),
            "is_awaited": row is awaited,
            "decision": row.decision.value if row.decision else None,
            "reason": row.reason,
            "decided_on": row.decided_on.isoformat() if row.decided_on else None,
            "note": row.note,
            "source_url": row.source_url,
        }
        for row in commitment.handovers
    ]
