"""Amendments: changes to a published commitment, from the first word written until the public reads them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasVersion, OrganisationOwned, one_of, same_organisation

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User


class AmendmentState(StrEnum):
    """Where a change is on its way."""

    BEGUN = "begun"
    WAITING = "waiting"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OPEN = {AmendmentState.BEGUN, AmendmentState.WAITING, AmendmentState.RETURNED}


class Amendment(HasVersion, OrganisationOwned, Base):
    """One change to one published commitment: only the answers that would differ, and the reason for them.

    The commitment itself keeps what is public. So nothing that publishes it for another cause, such as a
    milestone or a close-out, can publish what still waits here.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("commitment_id", "number"),
        same_organisation("commitments", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    number: Mapped[int]
    state: Mapped[AmendmentState] = mapped_column(one_of(AmendmentState), default=AmendmentState.BEGUN)
    # By the names of `promise_answers`; the names of people are among them, and stay private.
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(Text)
    as_statement_of_intent: Mapped[bool] = mapped_column(default=False)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime | None]
    # The publication that told it; None when nothing of it was public.
    publication_number: Mapped[int | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="amendments")
    sent_by: Mapped["User | None"] = relationship(foreign_keys=[sent_by_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        return self.state is AmendmentState.WAITING

    @property
    def is_sent(self) -> bool:
        """Whether it left its author's hands, to be decided on or to be read by everybody."""
        return self.state not in {AmendmentState.BEGUN, AmendmentState.WITHDRAWN}

    @property
    def is_returned(self) -> bool:
        return self.state is AmendmentState.RETURNED


def open_amendment(commitment: "Commitment") -> Amendment | None:
    """Return the change that is being written, waits or came back: there is one at a time.

    One that was open when the commitment was closed is left as it was, and can go nowhere.
    """
    if not commitment.is_published:
        return None
    return next((row for row in commitment.amendments if row.is_open), None)


def waiting_amendment(commitment: "Commitment") -> Amendment | None:
    """Return the change that a coordinator has to approve or return."""
    amendment = open_amendment(commitment)
    return amendment if amendment is not None and amendment.is_waiting else None
