"""Partners: the other bodies in a promise."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class Partner(OrganisationOwned, Base):
    """Another body in the promise: its part, and whether the two worked together before."""

    __tablename__ = "partners"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_partners_commitment_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    partner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(term())
    contribution: Mapped[str | None] = mapped_column(Text)
    worked_together_before: Mapped[bool | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="partners")
