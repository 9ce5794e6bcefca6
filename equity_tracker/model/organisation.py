"""Organisations: who they are, the codes they are known by, and what became of them."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, HasVersion, sort_key, term


class Organisation(HasPublicId, HasVersion, Base):
    """A body that can make promises. The tenant: its unpublished records are its own."""

    __tablename__ = "organisations"
    __table_args__ = (Index("ix_organisations_sort_name", "sort_name", "id"),)

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(sort_key())
    short_name: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(term())
    place: Mapped[str | None] = mapped_column(String(200))
    website: Mapped[str | None] = mapped_column(String(2000))
    mailbox: Mapped[str | None] = mapped_column(String(254))
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/London")
    # Whether an approver signs each check-in before it is sent.
    signs_check_ins: Mapped[bool] = mapped_column(default=False, server_default=false())
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime]
    # Where a directory entry came from, and whether anybody checked it.
    source_name: Mapped[str | None] = mapped_column(String(300))
    source_url: Mapped[str | None] = mapped_column(String(2000))
    source_is_checked: Mapped[bool] = mapped_column(default=True)

    identifiers: Mapped[list["OrganisationIdentifier"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )
    aliases: Mapped[list["OrganisationAlias"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan"
    )
    changes_from: Mapped[list["OrganisationChange"]] = relationship(
        secondary="organisation_change_predecessors", back_populates="predecessors"
    )
    changes_to: Mapped[list["OrganisationChange"]] = relationship(
        secondary="organisation_change_successors", back_populates="successors"
    )

    @property
    def display_short_name(self) -> str:
        return self.short_name or self.name

    def rename(self, name: str) -> None:
        self.name = name
        self.sort_name = sort_name(name)


def sort_name(name: str) -> str:
    """The key of alphabetical lists: same order on every database, whatever its collation."""
    folded = name.casefold().strip()
    return folded.removeprefix("the ")[:200]


class OrganisationIdentifier(Base):
    """A code an organisation is known by: ODS, GSS, charity or company number."""

    __tablename__ = "organisation_identifiers"
    __table_args__ = (UniqueConstraint("namespace", "value"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    namespace: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(60))

    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")


class OrganisationAlias(Base):
    """Another name people use for an organisation, folded for matching."""

    __tablename__ = "organisation_aliases"
    __table_args__ = (
        UniqueConstraint("organisation_id", "folded_name"),
        Index("ix_organisation_aliases_folded_name", "folded_name"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    folded_name: Mapped[str] = mapped_column(String(200))

    organisation: Mapped[Organisation] = relationship(back_populates="aliases")


_predecessors = Table(
    "organisation_change_predecessors",
    Base.metadata,
    Column("change_id", ForeignKey("organisation_changes.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
)
_successors = Table(
    "organisation_change_successors",
    Base.metadata,
    Column("change_id", ForeignKey("organisation_changes.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
)


class OrganisationChange(Base):
    """Renamed, merged, split, absorbed or ended: on a date, from whom to whom, by which source."""

    __tablename__ = "organisation_changes"

    kind: Mapped[str] = mapped_column(term())
    effective_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    source_name: Mapped[str | None] = mapped_column(String(300))
    source_url: Mapped[str | None] = mapped_column(String(2000))

    predecessors: Mapped[list[Organisation]] = relationship(
        secondary=_predecessors, back_populates="changes_from"
    )
    successors: Mapped[list[Organisation]] = relationship(secondary=_successors, back_populates="changes_to")
