"""Programmes: a body of work, how it is seen and reviewed, and who takes part."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, HasVersion, OrganisationOwned, one_of
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation


class Visibility(StrEnum):
    """Who may read a programme's published records."""

    INTERNAL = "internal"
    PUBLIC = "public"


class ReviewMode(StrEnum):
    """Whether the coordinator acknowledges after publication, or approves before it."""

    ACKNOWLEDGE = "acknowledge"
    APPROVE = "approve"


class Programme(HasPublicId, HasVersion, Base):
    """A body of work that organisations make commitments to."""

    __tablename__ = "programmes"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    reference_prefix: Mapped[str] = mapped_column(String(8), unique=True)
    next_reference_number: Mapped[int] = mapped_column(default=1)
    coordinating_body_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    visibility: Mapped[Visibility] = mapped_column(one_of(Visibility), default=Visibility.INTERNAL)
    review_mode: Mapped[ReviewMode] = mapped_column(one_of(ReviewMode), default=ReviewMode.ACKNOWLEDGE)
    launches_on: Mapped[date | None]
    # The moment, where a time of day was set; and until it has come, the date that holds all back.
    launches_at: Mapped[datetime | None]
    launch_zone: Mapped[str | None] = mapped_column(String(64))
    held_until: Mapped[date | None]
    closed_on: Mapped[date | None]
    closing_statement: Mapped[str | None] = mapped_column(Text)
    # Said on the public pages of a programme whose records came from elsewhere.
    attribution: Mapped[str | None] = mapped_column(Text)
    # To try things out in: never public, sends nothing, and is emptied every week. Fixed when it is founded.
    is_practice: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]

    coordinating_body: Mapped[Organisation] = relationship()
    participations: Mapped[list["Participation"]] = relationship(back_populates="programme")

    # Handing out a reference changes the row as well and is no edit, so only `begin_version` counts.
    __mapper_args__ = HasVersion.__mapper_args__ | {"version_id_generator": False}

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    def is_public(self, today: date) -> bool:
        """Say whether the public may read it: made public, and launched."""
        shown_from = self.held_until or self.launches_on
        launched = shown_from is not None and shown_from <= today
        return self.visibility is Visibility.PUBLIC and launched and not self.is_practice

    def refuse_public_practice(self, visibility: Visibility) -> None:
        if self.is_practice and visibility is Visibility.PUBLIC:
            raise Refused("A practice programme is never public. Choose Internal.", "visibility")

    def refuse_if_closed(self) -> None:
        if self.is_closed:
            raise Refused("This programme is closed. Its pages stay, but nothing new can be added.")

    def close(self, statement: str, *, today: date) -> None:
        """End the programme with a word on what came of it. Every page of it stays."""
        self.refuse_if_closed()
        self.closed_on = today
        self.closing_statement = statement

    def change_reference_prefix(self, prefix: str) -> None:
        """Set the letters before every reference, as long as none has been handed out."""
        if prefix == self.reference_prefix:
            return
        if self.next_reference_number > 1:
            raise Refused(
                f"References such as {self.reference_prefix}-0001 are in use, so the prefix stays as it is.",
                "reference_prefix",
            )
        self.reference_prefix = prefix

    def next_reference(self) -> str:
        """Hand out the next readable reference, such as FH-0017."""
        reference = f"{self.reference_prefix}-{self.next_reference_number:04d}"
        self.next_reference_number += 1
        return reference


class Participation(OrganisationOwned, Base):
    """An organisation in a programme: when it was invited, joined and left."""

    __tablename__ = "participations"
    __table_args__ = (UniqueConstraint("organisation_id", "programme_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    invited_on: Mapped[date | None]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    programme: Mapped[Programme] = relationship(back_populates="participations")

    @property
    def is_current(self) -> bool:
        return self.joined_on is not None and self.left_on is None

    def join(self, today: date) -> None:
        """Take part from today, or again from today after leaving."""
        if self.is_current:
            return
        if self.left_on is not None:
            raise Refused("This organisation left the programme. Invite it again first.")
        self.joined_on = today

    def invite_again(self, today: date) -> None:
        """Ask an organisation back that has left."""
        if self.is_current:
            raise Refused("This organisation takes part already.", "organisation")
        if self.left_on is None:
            raise Refused("This organisation has been invited already.", "organisation")
        self.invited_on, self.joined_on, self.left_on = today, None, None

    def leave(self, today: date) -> None:
        if not self.is_current:
            raise Refused("This organisation does not take part at present.")
        self.left_on = today
