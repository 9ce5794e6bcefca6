"""Publications: frozen, numbered copies of exactly what the public may see.

The public site reads only these.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import PUBLIC_ID_LENGTH, Base, ReadByThePublic, one_of

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class PublicationKind(StrEnum):
    """What was published."""

    COMMITMENT = "commitment"
    CHECK_IN = "check_in"
    MISSED_CHECK_IN = "missed_check_in"
    ASSESSMENT = "assessment"
    CHECK_IN_ASSESSMENT = "check_in_assessment"
    STILL_IN_PLACE = "still_in_place"
    ORGANISATION = "organisation"
    PROGRAMME = "programme"
    ROUND = "round"
    STATEMENT = "statement"
    CASE_STUDY = "case_study"
    SUPPORT = "support"


class Form(StrEnum):
    """As what a commitment was published. The two are counted apart."""

    COMMITMENT = "commitment"
    STATEMENT_OF_INTENT = "statement_of_intent"


class Publication(ReadByThePublic, Base):
    """One frozen copy. Its number counts up per subject; the latest is current."""

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "number"),
        Index("ix_publications_current", "kind", "is_current", "subject_id"),
        Index("ix_publications_about_id", "about_id", "happened_on", "id"),
        Index("ix_publications_slug", "kind", "slug"),
        Index("ix_publications_latest", "kind", "is_current", "happened_on", "id"),
        Index("ix_publications_commitment_id", "commitment_id"),
        # The newest first, for feeds.
        Index("ix_publications_organisation_news", "organisation_id", "id"),
        Index("ix_publications_programme_news", "programme_id", "id"),
        Index("ix_publications_retracted_on", "retracted_on", "id"),
        Index("ix_publications_programme_latest", "programme_id", "kind", "is_current", "happened_on"),
    )

    kind: Mapped[PublicationKind] = mapped_column(one_of(PublicationKind))
    # The public id of what was published, and of the commitment it tells about.
    subject_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    about_id: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    number: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitments.id"))
    # How organisations and programmes are found by their address, old addresses too.
    slug: Mapped[str | None] = mapped_column(String(80))
    form: Mapped[Form | None] = mapped_column(one_of(Form))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    # What changed and why, in the publisher's words.
    note: Mapped[str | None] = mapped_column(Text)
    happened_on: Mapped[date]
    published_at: Mapped[datetime]
    is_current: Mapped[bool] = mapped_column(default=True)
    # From when the public may read it: the programme's launch; None while the programme is internal.
    public_from: Mapped[date | None]
    retracted_on: Mapped[date | None]
    retraction_reason: Mapped[str | None] = mapped_column(Text)

    commitment: Mapped["Commitment | None"] = relationship(back_populates="publications")
    mentions: Mapped[list["Mention"]] = relationship(back_populates="publication", order_by="Mention.id")


class Mention(ReadByThePublic, Base):
    """What a publication names beside its own subject, so that the page of that can lead back to it."""

    __tablename__ = "publication_mentions"
    __table_args__ = (Index("ix_publication_mentions_public_id", "public_id", "publication_id"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))

    publication: Mapped[Publication] = relationship(back_populates="mentions")


def supersede(
    previous: Publication | None,
    *,
    kind: PublicationKind,
    subject_id: str,
    payload: dict[str, Any],
    happened_on: date,
    now: datetime,
    public_from: date | None,
    note: str | None = None,
) -> Publication | None:
    """Make the next publication of a subject; None when it would say what the current one says."""
    if previous is not None:
        if previous.payload == payload and previous.retracted_on is None:
            return None
        previous.is_current = False
    return Publication(
        kind=kind,
        subject_id=subject_id,
        number=previous.number + 1 if previous else 1,
        payload=payload,
        note=note,
        happened_on=happened_on,
        published_at=now,
        public_from=public_from,
    )
