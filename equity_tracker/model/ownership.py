"""Ownership: who answers for a commitment, from when to when."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, one_of, same_organisation

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class OwnerRole(StrEnum):
    """Who answers for a commitment inside the organisation."""

    OWNER = "owner"
    DEPUTY = "deputy"
    SPONSOR = "sponsor"


class Ownership(OrganisationOwned, Base):
    """Who answers for the commitment, from when to when. The job title is public; the name is not."""

    __tablename__ = "ownerships"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_ownerships_commitment_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    role: Mapped[OwnerRole] = mapped_column(one_of(OwnerRole))
    job_title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str | None] = mapped_column(String(200))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="ownerships")
