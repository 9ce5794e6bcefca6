"""Milestones: dated steps of a commitment."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class Milestone(OrganisationOwned, Base):
    """A dated step. The planned date is never overwritten: a revised one stands beside it."""

    __tablename__ = "milestones"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_milestones_commitment_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date]
    revised_on: Mapped[date | None]
    actual_on: Mapped[date | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="milestones")
