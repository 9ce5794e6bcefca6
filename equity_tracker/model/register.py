"""The register: one indexed row per published commitment, for filters and lists."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import PUBLIC_ID_LENGTH, Base, ReadByThePublic, one_of, sort_key, term
from equity_tracker.model.publication import Form
from equity_tracker.model.slugs import plain_words

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment

PLACE_KEY_LENGTH = 200
COUNTED_BY = (
    "domain level inequality additionality organisation_kind form closed_on next_due_on grace_until"
    " last_reported_on outlook stale_from source_status delivery programme_id public_from"
).split()


def place_key(place: str | None) -> str | None:
    """Return what two ways of typing one place have in common."""
    return " ".join(plain_words(place or ""))[:PLACE_KEY_LENGTH] or None


class RegisterEntry(ReadByThePublic, Base):
    """What a list shows of a published commitment, as the public may see it.

    `None` in `domain`, `level` and the like means *not stated*, a row in every total.
    """

    __tablename__ = "register_entries"
    __table_args__ = (
        Index("ix_register_entries_newest", "published_on", "id", "public_from"),
        Index("ix_register_entries_ends", "sort_ends_on", "id", "public_from"),
        Index("ix_register_entries_title", "sort_title", "id", "public_from"),
        Index("ix_register_entries_programme_newest", "programme_id", "published_on", "id", "public_from"),
        Index("ix_register_entries_organisation", "organisation_id", "sort_title", "id", "public_from"),
        Index(
            "ix_register_entries_organisation_newest", "organisation_id", "published_on", "id", "public_from"
        ),
        Index("ix_register_entries_domain_newest", "domain", "published_on", "id", "public_from"),
        Index("ix_register_entries_outlook_newest", "outlook", "published_on", "id", "public_from"),
        Index("ix_register_entries_next_due_on", "next_due_on", "id"),
        # What the overview pages count is read from these alone: a row of the register is wide.
        Index("ix_register_entries_holders", "organisation_id", "programme_id", "form", "public_from"),
        Index(
            "ix_register_entries_subject",
            *("programme_id", "form", "domain", "level", "inequality", "additionality", "public_from"),
        ),
        Index(
            "ix_register_entries_standing",
            *("programme_id", "form", "first_level", "confirmed_level"),
            *("first_distribution", "confirmed_distribution", "closed_on", "source_status", "outlook"),
            *("delivery", "stale_from", "last_reported_on", "next_due_on", "grace_until", "public_from"),
        ),
        Index("ix_register_entries_due", "sort_due_on", "id", "public_from"),
        Index("ix_register_entries_place", "place_key", "public_from"),
        # To count the answers of facets without reading the rows, which are long.
        Index("ix_register_entries_facets", *COUNTED_BY),
    )

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), unique=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(80))
    form: Mapped[Form] = mapped_column(one_of(Form))
    title: Mapped[str] = mapped_column(String(200))
    sort_title: Mapped[str] = mapped_column(sort_key())
    # Every public word to be found by, as it was written: the indexes fold accents for themselves. A line for
    # each thing said, the reference and the title first; excerpts are made of it.
    search_text: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    organisation_slug: Mapped[str] = mapped_column(String(80))
    organisation_name: Mapped[str] = mapped_column(String(200))
    organisation_kind: Mapped[str] = mapped_column(term())
    made_by_name: Mapped[str] = mapped_column(String(200))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    programme_slug: Mapped[str] = mapped_column(String(80))
    programme_name: Mapped[str] = mapped_column(String(200))
    domain: Mapped[str | None] = mapped_column(term())
    level: Mapped[str | None] = mapped_column(term())
    inequality: Mapped[str | None] = mapped_column(term())
    additionality: Mapped[str | None] = mapped_column(term())
    # What the first publication that stands said, whatever the promise was changed to since: drift is
    # measured from here.
    first_level: Mapped[str | None] = mapped_column(term())
    first_distribution: Mapped[str | None] = mapped_column(term())
    place: Mapped[str | None] = mapped_column(String(200))
    # The same, to compare: "Hull & East Riding" and "hull, East Riding" are one place.
    place_key: Mapped[str | None] = mapped_column(String(PLACE_KEY_LENGTH))
    made_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    # The end date, or the last day there is when it is not stated.
    sort_ends_on: Mapped[date]
    ends_precision: Mapped[str] = mapped_column(String(10), default="day")
    # From the last published check-in.
    delivery: Mapped[str | None] = mapped_column(term())
    outlook: Mapped[str | None] = mapped_column(term())
    confirmed_level: Mapped[str | None] = mapped_column(term())
    confirmed_distribution: Mapped[str | None] = mapped_column(term())
    last_reported_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    # The same, or the last day there is when nothing is owed.
    sort_due_on: Mapped[date] = mapped_column(default=date.max, server_default="9999-12-31")
    grace_until: Mapped[date | None]
    stale_from: Mapped[date | None]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(term())
    source_status: Mapped[str | None] = mapped_column(String(60))
    published_on: Mapped[date]
    public_from: Mapped[date | None]
    # Taken back: whatever its programme decides, the public does not read it.
    retracted_on: Mapped[date | None]
    updated_at: Mapped[datetime]

    commitment: Mapped["Commitment"] = relationship(back_populates="register_entry")
    professions: Mapped[list["RegisterProfession"]] = relationship(cascade="all, delete-orphan")
    determinants: Mapped[list["RegisterDeterminant"]] = relationship(cascade="all, delete-orphan")
    partners: Mapped[list["RegisterPartner"]] = relationship(
        back_populates="entry", cascade="all, delete-orphan"
    )


class RegisterProfession(ReadByThePublic, Base):
    """One of the professions whose work a commitment is about, for filters."""

    __tablename__ = "register_professions"
    __table_args__ = (
        Index("ix_register_professions_profession", "profession", "entry_id"),
        Index("ix_register_professions_entry_id", "entry_id", "profession"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    profession: Mapped[str] = mapped_column(term())


class RegisterDeterminant(ReadByThePublic, Base):
    """One of the social determinants that a commitment names, for filters."""

    __tablename__ = "register_determinants"
    __table_args__ = (
        UniqueConstraint("entry_id", "determinant"),
        Index("ix_register_determinants_determinant", "determinant", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    determinant: Mapped[str] = mapped_column(term())


class RegisterPartner(ReadByThePublic, Base):
    """An organisation that is named as partner in a published commitment, to find what two do together.

    It adds nothing to any count: a joint commitment is one row of the register, its lead's.
    """

    __tablename__ = "register_partners"
    __table_args__ = (
        UniqueConstraint("entry_id", "organisation_id"),
        Index("ix_register_partners_organisation_id", "organisation_id", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(term())
    state: Mapped[str] = mapped_column(term())

    entry: Mapped[RegisterEntry] = relationship(back_populates="partners")
