"""What must change above an organisation, and who can change it, as a check-in says it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckInVersion


@dataclass(frozen=True)
class Ask:
    """One thing to change, and who can. When it is private, only organisation and coordinators know of it."""

    addressee: str
    what: str
    is_private: bool = False


class CheckInAsk(OrganisationOwned, Base):
    """An ask of one version of a check-in."""

    __tablename__ = "check_in_asks"
    __table_args__ = (
        same_organisation("check_in_versions", "check_in_version_id"),
        Index("ix_check_in_asks_check_in_version_id", "check_in_version_id"),
        Index("ix_check_in_asks_programme_id_addressee", "programme_id", "addressee"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int]
    addressee: Mapped[str] = mapped_column(term())
    what: Mapped[str] = mapped_column(Text)
    is_private: Mapped[bool] = mapped_column(default=False)

    version: Mapped["CheckInVersion"] = relationship(back_populates="asks")

    @property
    def said(self) -> Ask:
        return Ask(self.addressee, self.what, self.is_private)
