"""What stands beside commitments and is never counted as one: statements, case studies, support."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, HasVersion, OrganisationOwned, one_of, term
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class EntryKind(StrEnum):
    """Which of the three it is; also the word in its address."""

    STATEMENT = "statement"
    CASE_STUDY = "case-study"
    SUPPORT = "support"


class EntryState(StrEnum):
    """Where an entry is on its way."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETRACTED = "retracted"


# Which commitments an entry is linked to. All are of the entry's own organisation and programme.
_links = Table(
    "library_links",
    Base.metadata,
    Column("entry_id", ForeignKey("library_entries.id"), primary_key=True),
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True),
)


class LibraryEntry(HasPublicId, HasVersion, OrganisationOwned, Base):
    """One entry of an organisation in a programme. The kind decides which of the fields have a meaning."""

    __tablename__ = "library_entries"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["participations.organisation_id", "participations.programme_id"],
            name="fk_library_entries_participation",
        ),
        Index("ix_library_entries_organisation_id", "organisation_id", "id"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind))
    state: Mapped[EntryState] = mapped_column(one_of(EntryState), default=EntryState.DRAFT)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(200))
    # A statement: why to act. A case study: what was done. A support: why the organisation backs the ask.
    text: Mapped[str] = mapped_column(Text)
    # A statement: what members of the profession can do. A case study: what came of it. A support: the ask.
    outcome: Mapped[str | None] = mapped_column(Text)
    # A case study only.
    lessons: Mapped[str | None] = mapped_column(Text)
    profession: Mapped[str | None] = mapped_column(term())
    place: Mapped[str | None] = mapped_column(String(200))
    # A support only: the alliance whose ask it is.
    alliance: Mapped[str | None] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(2000))
    dated_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], overlaps="programme")
    programme: Mapped[Programme] = relationship(overlaps="organisation")
    commitments: Mapped[list["Commitment"]] = relationship(secondary=_links)

    @property
    def is_published(self) -> bool:
        return self.state is EntryState.PUBLISHED

    def publish(self) -> None:
        """Show it to the public, or show what was changed."""
        if self.state is EntryState.RETRACTED:
            raise Refused("This was taken back. Write a new entry instead.")
        self.state = EntryState.PUBLISHED

    def retract(self) -> None:
        """Take it back. A tombstone stays."""
        if not self.is_published:
            raise Refused("Only what is published can be taken back.")
        self.state = EntryState.RETRACTED

    def refuse_unless_editable(self) -> None:
        if self.state is EntryState.RETRACTED:
            raise Refused("This was taken back, and stays as it was.")
