"""Who signed a check-in before it was sent, where the organisation wants that or it came by a link."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckInVersion
    from equity_tracker.model.people import User


class CheckInSignature(OrganisationOwned, Base):
    """The name under one version, once and for all. Private, as who wrote it is."""

    __tablename__ = "check_in_signatures"
    __table_args__ = (same_organisation("check_in_versions", "check_in_version_id"),)

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int] = mapped_column(unique=True)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime]
    # The address of whoever wrote it by a link, without an account.
    written_by_address: Mapped[str | None] = mapped_column(String(254))

    version: Mapped["CheckInVersion"] = relationship(back_populates="signature")
    signed_by: Mapped["User"] = relationship()
