"""Help that a check-in asks others for, or offers them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckInVersion

WANTED, OFFERED = "wanted", "offered"


@dataclass(frozen=True)
class HelpNote:
    """One piece of help, in a sentence. When it is private, only organisation and coordinators know of it."""

    way: str
    theme: str
    note: str
    is_private: bool = False


class CheckInHelp(OrganisationOwned, Base):
    """Help wanted or offered in one version of a check-in."""

    __tablename__ = "check_in_help"
    __table_args__ = (
        same_organisation("check_in_versions", "check_in_version_id"),
        Index("ix_check_in_help_check_in_version_id", "check_in_version_id"),
        Index("ix_check_in_help_programme_id_theme", "programme_id", "theme"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int]
    way: Mapped[str] = mapped_column(term())
    # A slug of THEMES or of SYSTEM_CODES.
    theme: Mapped[str] = mapped_column(term())
    note: Mapped[str] = mapped_column(Text)
    is_private: Mapped[bool] = mapped_column(default=False)

    version: Mapped["CheckInVersion"] = relationship(back_populates="help")

    @property
    def said(self) -> HelpNote:
        return HelpNote(self.way, self.theme, self.note, self.is_private)
