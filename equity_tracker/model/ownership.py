"""Ownership: who answers for a commitment, from when to when."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, one_of, same_organisation
from equity_tracker.model.people import User

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class OwnerRole(StrEnum):
    """Who answers for a commitment inside the organisation."""

    OWNER = "owner"
    DEPUTY = "deputy"
    SPONSOR = "sponsor"


HELD = "ended_on IS NULL AND left_on IS NULL"


class Ownership(OrganisationOwned, Base):
    """Who answers for the commitment, from when to when. The job title is public; the name is not.

    A post that is held by somebody with an account here is noticed to be empty on the day they leave.
    """

    __tablename__ = "ownerships"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_ownerships_commitment_id", "commitment_id"),
        Index("ix_ownerships_user_id", "user_id"),
        # Whether somebody holds a post is asked of every commitment of a programme at once.
        Index(
            "ix_ownerships_held",
            *("commitment_id", "role", "organisation_id"),
            sqlite_where=text(HELD),
            postgresql_where=text(HELD),
        ),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    role: Mapped[OwnerRole] = mapped_column(one_of(OwnerRole))
    job_title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str | None] = mapped_column(String(200))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # The day on which that person left the organisation, while nobody has followed them in the post.
    left_on: Mapped[date | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="ownerships")
    user: Mapped[User | None] = relationship()

    @property
    def is_held(self) -> bool:
        """Whether the post has somebody in it, as far as the register knows."""
        return self.left_on is None

    def leave(self, today: date) -> None:
        """Note that the person is gone. The post stays, and needs somebody."""
        self.left_on = today
