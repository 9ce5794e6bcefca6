"""Commitments: a public promise, its parts, and what may happen to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.amendment import Amendment
from equity_tracker.model.asked_again import due_on
from equity_tracker.model.base import Base, HasPublicId, HasVersion, OrganisationOwned, one_of, term
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.close_out import NO_DETAILS, CloseOut, Details, write_close_out
from equity_tracker.model.commitment_flag import CommitmentFlag
from equity_tracker.model.coordinator_assessment import CoordinatorAssessment
from equity_tracker.model.dismissed_prompt import DismissedPrompt
from equity_tracker.model.errors import Refused
from equity_tracker.model.handover import Handover
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import PartnerReading
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.promise import Promise
from equity_tracker.model.review import Review
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.still_in_place import StillInPlace

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
    RETRACTED = "retracted"
    ARCHIVED = "archived"


EDITABLE = {Lifecycle.DRAFT, Lifecycle.RETURNED}
# What a programme knows nothing of: its organisation's own, not submitted yet or set aside.
UNSEEN = (Lifecycle.DRAFT, Lifecycle.ARCHIVED)


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
        Index("ix_commitments_submitted_at", "programme_id", "lifecycle", "submitted_at"),
        Index("ix_commitments_stale_from", "programme_id", "stale_from"),
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

    # Kept up by `close` and `correct_close_out`, for the lights and for lists.
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(term())

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    made_by: Mapped[Organisation] = relationship(foreign_keys=[made_by_id])
    programme: Mapped[Programme] = relationship()
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="commitment",
        order_by=[Milestone.planned_on, Milestone.id],
        cascade="all, delete-orphan",
    )
    measures: Mapped[list[Measure]] = relationship(
        back_populates="commitment", order_by=Measure.id, cascade="all, delete-orphan"
    )
    partners: Mapped[list[Partner]] = relationship(
        back_populates="commitment", order_by=Partner.id, cascade="all, delete-orphan"
    )
    partner_readings: Mapped[list[PartnerReading]] = relationship(
        back_populates="commitment", order_by=[PartnerReading.reader_id, PartnerReading.number]
    )
    ownerships: Mapped[list[Ownership]] = relationship(back_populates="commitment", order_by=Ownership.id)
    check_ins: Mapped[list[CheckIn]] = relationship(back_populates="commitment", order_by=CheckIn.number)
    check_in_draft: Mapped[CheckInDraft | None] = relationship(
        back_populates="commitment", cascade="all, delete-orphan"
    )
    expected_check_ins: Mapped[list[ExpectedCheckIn]] = relationship(
        back_populates="commitment", order_by=ExpectedCheckIn.due_on
    )
    close_outs: Mapped[list[CloseOut]] = relationship(back_populates="commitment", order_by=CloseOut.number)
    assessments: Mapped[list[CoordinatorAssessment]] = relationship(
        back_populates="commitment", order_by=CoordinatorAssessment.number
    )
    still_in_place: Mapped[StillInPlace | None] = relationship(back_populates="commitment")
    reviews: Mapped[list[Review]] = relationship(back_populates="commitment", order_by=Review.id)
    dismissed_prompts: Mapped[list[DismissedPrompt]] = relationship(
        back_populates="commitment", order_by=DismissedPrompt.id
    )
    amendments: Mapped[list[Amendment]] = relationship(back_populates="commitment", order_by=Amendment.number)
    handovers: Mapped[list[Handover]] = relationship(back_populates="commitment", order_by=Handover.id)
    imported: Mapped[ImportedRecord | None] = relationship(back_populates="commitment")
    publications: Mapped[list["Publication"]] = relationship(
        back_populates="commitment", order_by="Publication.id"
    )
    register_entry: Mapped["RegisterEntry | None"] = relationship(back_populates="commitment")
    flags: Mapped[list[CommitmentFlag]] = relationship(
        back_populates="commitment", order_by=CommitmentFlag.id, cascade="all, delete-orphan"
    )

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
    def is_closed(self) -> bool:
        return self.lifecycle is Lifecycle.CLOSED

    @property
    def is_retracted(self) -> bool:
        return self.lifecycle is Lifecycle.RETRACTED

    @property
    def is_archived(self) -> bool:
        return self.lifecycle is Lifecycle.ARCHIVED

    @property
    def close_out(self) -> CloseOut | None:
        """Return what was said when it closed, as it stands."""
        return self.close_outs[-1] if self.close_outs else None

    @property
    def is_live(self) -> bool:
        """Reports are asked of published commitments, not of statements of intent or imported records."""
        return self.is_published and not self.is_statement_of_intent and self.imported is None

    def owner(self, role: OwnerRole) -> Ownership | None:
        """Return who holds this role now."""
        current = [row for row in self.ownerships if row.role is role and row.ended_on is None]
        return current[-1] if current else None

    @property
    def needs_owner(self) -> bool:
        """Whether nobody answers for a live commitment: no post is named, or who held it has left."""
        owner = self.owner(OwnerRole.OWNER)
        return self.is_live and (owner is None or not owner.is_held)

    def name_owner(
        self,
        role: OwnerRole,
        job_title: str | None,
        name: str | None,
        *,
        today: date,
        person: User | None = None,
    ) -> None:
        """Say who holds this role from today. Who held it before stays on record."""
        current = self.owner(role)
        if current is not None:
            known = (current.name, current.user) if current.is_held else (None, None)
            if (current.job_title, *known) == (job_title, name, person):
                return
            current.ended_on = today
        if job_title:
            row = Ownership(role=role, job_title=job_title, name=name, user=person, started_on=today)
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
        if self.is_archived:
            raise Refused("This commitment is archived. Take it up again to change it.")
        if not self.is_editable:
            raise Refused("This commitment has been submitted. Its text can no longer be edited here.")

    def refuse_unless_updatable(self) -> None:
        """Readings, targets and milestones are added to what is public and under way."""
        if not self.is_published:
            raise Refused("Only a published commitment that is not closed can be added to.")
        self.programme.refuse_if_closed()

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

    def close(
        self,
        reason: str,
        what_happened: str,
        *,
        today: date,
        by: "User | None" = None,
        details: Details = NO_DETAILS,
    ) -> CloseOut:
        """End it, for a reason and with an account. It stays listed and counted, and owes no more reports."""
        if not self.is_published:
            raise Refused("Only a published commitment can be closed.")
        close_out = write_close_out(self, reason, what_happened, details, by=by, today=today)
        self.lifecycle = Lifecycle.CLOSED
        self.closed_on = today
        for expected in self.expected_check_ins:
            expected.settle(today)
        self._closed_because(reason)
        return close_out

    def correct_close_out(
        self,
        reason: str,
        what_happened: str,
        *,
        correction: str,
        today: date,
        by: "User",
        details: Details = NO_DETAILS,
    ) -> CloseOut:
        """Say it again, corrected, and why. What was said before stays on record, and so does the day."""
        before = self.close_out
        if not self.is_closed or before is None:
            raise Refused("Only what was said about a closed commitment can be corrected.")
        if (before.reason, before.what_happened, before.details) == (reason, what_happened, details):
            raise Refused("Your answers are the same as before. Change what was wrong, or cancel.")
        close_out = write_close_out(
            self, reason, what_happened, details, by=by, today=today, correction=correction
        )
        self._closed_because(reason)
        return close_out

    def _closed_because(self, reason: str) -> None:
        """Note the reason, and a year ahead the question whether what was done is still in place."""
        self.close_reason = reason
        asks = not self.is_statement_of_intent and self.imported is None
        due = due_on(reason, self.closed_on) if asks else None
        if self.still_in_place is None and due is not None:
            self.still_in_place = StillInPlace(
                organisation_id=self.organisation_id, programme_id=self.programme_id
            )
        if self.still_in_place is not None:
            self.still_in_place.ask_on(due)
