"""What helped and what hindered, as a check-in names it: a theme, its direction, and perhaps a note."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckInVersion

HELPING, HINDERING, BOTH = "helping", "hindering", "both"


@dataclass(frozen=True)
class ThemeNote:
    """One theme as a person names it. What is private of it is the note, not the theme."""

    theme: str
    direction: str
    note: str | None = None
    is_private: bool = False

    @property
    def helps(self) -> bool:
        return self.direction in {HELPING, BOTH}

    @property
    def hinders(self) -> bool:
        return self.direction in {HINDERING, BOTH}


class CheckInTheme(OrganisationOwned, Base):
    """A theme of one version of a check-in. It is never changed: a correction names its themes anew."""

    __tablename__ = "check_in_themes"
    __table_args__ = (
        same_organisation("check_in_versions", "check_in_version_id"),
        UniqueConstraint("check_in_version_id", "theme", "direction"),
        Index("ix_check_in_themes_programme_id_theme", "programme_id", "theme"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int]
    # A slug of THEMES or of SYSTEM_CODES.
    theme: Mapped[str] = mapped_column(term())
    direction: Mapped[str] = mapped_column(term())
    note: Mapped[str | None] = mapped_column(Text)
    is_private: Mapped[bool] = mapped_column(default=False)

    version: Mapped["CheckInVersion"] = relationship(back_populates="themes")

    @property
    def said(self) -> ThemeNote:
        return ThemeNote(self.theme, self.direction, self.note, self.is_private)
