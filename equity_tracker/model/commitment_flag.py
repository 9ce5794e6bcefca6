"""What there is to look at again in a commitment, kept as rows, and who has looked.

The flags are a projection: `equity_tracker.model.look_again` writes them whenever something is reported, so
that no page compares texts. The looks are history, and stay.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import PUBLIC_ID_LENGTH, Base, OrganisationOwned, same_organisation, term

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User


class CommitmentFlag(OrganisationOwned, Base):
    """One thing to look at: of which kind, in which version of what.

    A row that no longer holds stays, not current, so that its key is written once and never in another's way.
    """

    __tablename__ = "commitment_flags"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        UniqueConstraint("commitment_id", "kind", "subject"),
        Index("ix_commitment_flags_kind", "programme_id", "is_current", "kind", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    kind: Mapped[str] = mapped_column(term())
    # The public id of the check-in or measure, and the number of its version or reading.
    subject: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    version: Mapped[int]
    sentence: Mapped[str] = mapped_column(Text)
    seen_on: Mapped[date]
    # How many levels it has moved; and the number of the check-in that said the same before.
    steps: Mapped[int | None]
    earlier_number: Mapped[int | None]
    is_current: Mapped[bool] = mapped_column(default=True)

    commitment: Mapped["Commitment"] = relationship(back_populates="flags")


class FlagLook(OrganisationOwned, Base):
    """A coordinator has looked at one flag of one version. Append-only; a later version is flagged anew."""

    __tablename__ = "flag_looks"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        UniqueConstraint("commitment_id", "kind", "subject", "version"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    kind: Mapped[str] = mapped_column(term())
    subject: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    version: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    looked_at: Mapped[datetime]
    looked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    looked_by: Mapped["User"] = relationship()
