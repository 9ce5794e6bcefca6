"""Commitments: a public promise, its parts, and what may happen to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, HasVersion, OrganisationOwned, one_of, term
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.errors import Refused
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import PartnerReading
from equity_tracker.model.programme import Programme
from equity_tracker.model.promise import Promise
from equity_tracker.model.review import Review
from equity_tracker.model.round import ExpectedCheckIn, Round

if TYPE_CHECKING:
    from equity_tracker.model.publication import Publication
    from equity_tracker.model.register import RegisterEntry


class Lifecycle(StrEnum):
    """Where a commitment is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"


EDITABLE = {Lifecycle.DRAFT, Lifecycle.RETURNED}


class Commitment(Promise, HasPublicId, HasVersion, OrganisationOwned, Base):
    """A promise made by one organisation, now held by one, in one programme.

    `None` in a field means *not stated*. Lists hold vocabulary slugs.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        # Only organisations that take part can hold a commitment in a programme.
        ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["participations.organisation_id", "participations.programme_id"],
            name="fk_commitments_participation",
        ),
        Index("ix_commitments_programme_id", "programme_id", "lifecycle"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    made_by_name: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(20), unique=True)
    lifecycle: Mapped[Lifecycle] = mapped_column(one_of(Lifecycle), default=Lifecycle.DRAFT)
    is_statement_of_intent: Mapped[bool] = mapped_column(default=False)
    wants_statement_of_intent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None]
    first_published_on: Mapped[date | None]
    made_on: Mapped[date | None]

    # Kept up by the methods of equity_tracker.model.reporting, for lists and jobs (the next moment is data).
    last_reported_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    grace_until: Mapped[date | None]
    stale_from: Mapped[date | None]

    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(term())
    close_note: Mapped[str | None] = mapped_column(Text)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    made_by: Mapped[Organisation] = relationship(foreign_keys=[made_by_id])
    programme: Mapped[Programme] = relationship()
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="commitment",
        order_by=[Milestone.planned_on, Milestone.id],
        cascade="all, delete-orphan",
    )
    partners: Mapped[list[Partner]] = relationship(
        back_populates="commitment", order_by=Partner.id, cascade="all, delete-orphan"
    )
    partner_readings: Mapped[list[PartnerReading]] = relationship(
        back_populates="commitment", order_by=[PartnerReading.reader_id, PartnerReading.number]
    )
    ownerships: Mapped[list[Ownership]] = relationship(back_populates="commitment", order_by=Ownership.id)
    check_ins: Mapped[list[CheckIn]] = relationship(back_populates="commitment", order_by=CheckIn.number)
    expected_check_ins: Mapped[list[ExpectedCheckIn]] = relationship(
        back_populates="commitment", order_by=ExpectedCheckIn.due_on
    )
    reviews: Mapped[list[Review]] = relationship(back_populates="commitment", order_by=Review.id)
    imported: Mapped[ImportedRecord | None] = relationship(back_populates="commitment")
    publications: Mapped[list["Publication"]] = relationship(
        back_populates="commitment", order_by="Publication.id"
    )
    register_entry: Mapped["RegisterEntry | None"] = relationship(back_populates="commitment")

    @property
    def display_title(self) -> str:
        return self.title or "Untitled commitment"

    @property
    def is_editable(self) -> bool:
        return self.lifecycle in EDITABLE

    @property
    def is_published(self) -> bool:
        return self.lifecycle is Lifecycle.PUBLISHED

    @property
    def is_live(self) -> bool:
        """Reports are asked of published commitments, not of statements of intent or imported records."""
        return self.is_published and not self.is_statement_of_intent and self.imported is None

    def owner(self, role: OwnerRole) -> Ownership | None:
        """Return who holds this role now."""
        current = [row for row in self.ownerships if row.role is role and row.ended_on is None]
        return current[-1] if current else None

    def name_owner(self, role: OwnerRole, job_title: str | None, name: str | None, *, today: date) -> None:
        """Say who holds this role from today. Who held it before stays on record."""
        current = self.owner(role)
        if current is not None:
            if (current.job_title, current.name) == (job_title, name):
                return
            current.ended_on = today
        if job_title:
            row = Ownership(role=role, job_title=job_title, name=name, started_on=today)
            self.ownerships.append(row)

    def expect_check_in(self, round_: Round) -> ExpectedCheckIn:
        """Keep a place for this commitment's check-in in the round."""
        return ExpectedCheckIn(
            organisation_id=self.organisation_id,
            programme_id=self.programme_id,
            commitment=self,
            round=round_,
            due_on=round_.due_on,
            grace_until=round_.grace_until,
        )

    def refuse_unless_editable(self) -> None:
        if not self.is_editable:
            raise Refused("This commitment has been submitted. Its text can no longer be edited here.")

    def submit(self, *, as_statement_of_intent: bool, now: datetime) -> None:
        """Hand the text over for publication. What is missing decides the form it may take."""
        self.refuse_unless_editable()
        if not self.title or not self.statement:
            raise Refused("Write the title and the full statement before you submit.")
        self.wants_statement_of_intent = as_statement_of_intent
        self.lifecycle = Lifecycle.SUBMITTED
        self.submitted_at = now

    def return_with_reason(self) -> None:
        """Give the text back to the organisation. The reason stands in the review."""
        if self.lifecycle is not Lifecycle.SUBMITTED:
            raise Refused("Only a submitted commitment can be returned.")
        self.lifecycle = Lifecycle.RETURNED

    def close(self, reason: str, note: str, *, today: date) -> None:
        """End it, for a reason. It stays listed and counted."""
        if not self.is_published:
            raise Refused("Only a published commitment can be closed.")
        self.lifecycle = Lifecycle.CLOSED
        self.close_reason = reason
        self.close_note = note
        self.closed_on = today
