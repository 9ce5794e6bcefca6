"""Rounds: a programme's reporting windows, and the check-ins each one expects."""

from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import (
    Base,
    HasPublicId,
    HasVersion,
    OrganisationOwned,
    one_of,
    same_organisation,
    same_programme,
)
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.programme import Programme
from equity_tracker.model.round_plan import RoundPlan, due_day_of
from equity_tracker.model.round_question import MOST_QUESTIONS, MOST_REQUIRED, RoundQuestion

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class RoundState(StrEnum):
    """Planned until it opens; frozen once it closes."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


def out_of_order(
    opens_on: date | None, due_on: date | None, grace_until: date | None, closes_on: date | None
) -> list[tuple[str, str]]:
    """Return which dates of a round come before what they follow, each with its message, as far as known."""
    steps = (
        ("due_on", opens_on, due_on, "The due date must not be before the round opens."),
        ("grace_until", due_on, grace_until, "The grace date must not be before the due date."),
        ("closes_on", grace_until, closes_on, "The round must not close before its grace date."),
    )
    return [
        (field, message) for field, earlier, later, message in steps if earlier and later and later < earlier
    ]


class Round(HasPublicId, HasVersion, Base):
    """One reporting window: opens, due, grace until, closes."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        UniqueConstraint("programme_id", "id"),
        same_programme("rounds", "follows_id"),
        CheckConstraint(
            "opens_on <= due_on AND due_on <= grace_until AND grace_until <= closes_on", name="in_order"
        ),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    opens_on: Mapped[date]
    due_on: Mapped[date]
    grace_until: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[RoundState] = mapped_column(one_of(RoundState), default=RoundState.PLANNED)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Every so many months the next one is planned, when this one closes or somebody asks for it.
    repeats_every: Mapped[int | None]
    due_day: Mapped[int | None]
    copies_questions: Mapped[bool] = mapped_column(default=False)
    opens_by_itself: Mapped[bool] = mapped_column(default=False)
    closes_by_itself: Mapped[bool] = mapped_column(default=False)
    # The round that this one repeats: each has one repetition at most.
    follows_id: Mapped[int | None] = mapped_column(unique=True)

    programme: Mapped[Programme] = relationship()
    questions: Mapped[list[RoundQuestion]] = relationship(
        back_populates="round", order_by="RoundQuestion.number", cascade="all, delete-orphan"
    )

    @property
    def plan(self) -> RoundPlan:
        return RoundPlan(**{field.name: getattr(self, field.name) for field in fields(RoundPlan)})

    def follow(self, plan: RoundPlan) -> None:
        """Set everything that can be planned. The day of the month goes with the due date."""
        keeps_day = self.due_on == plan.due_on and plan.due_day is None
        due_day = self.due_day if keeps_day else plan.due_day
        for field in fields(RoundPlan):
            setattr(self, field.name, getattr(plan, field.name))
        self.due_day = due_day or due_day_of(plan.due_on)
        self.check_dates()

    def check_questions(self, questions: list[RoundQuestion]) -> None:
        """Number the questions that the round is to ask, and refuse what nobody could answer well."""
        if len(questions) > MOST_QUESTIONS:
            raise Refused(f"A round can ask {MOST_QUESTIONS} questions of its own. Leave some out.")
        if sum(question.is_required for question in questions) > MOST_REQUIRED:
            raise Refused(
                f"At most {MOST_REQUIRED} questions can require an answer. Let the others be optional,"
                " so that a check-in stays a matter of ten minutes."
            )
        for number, question in enumerate(questions, start=1):
            question.number, question.programme_id = number, self.programme_id
            question.check()

    def check_dates(self) -> None:
        """Refuse a window whose dates do not follow one another."""
        for field, message in out_of_order(self.opens_on, self.due_on, self.grace_until, self.closes_on):
            raise Refused(message, field)

    def refuse_unless_planned(self) -> None:
        if self.state is not RoundState.PLANNED:
            raise Refused("This round has been opened. Its dates and questions are fixed now.")

    def refuse_opening(self, today: date) -> None:
        """A round opened after its due date would make everybody overdue at once."""
        if self.state is not RoundState.PLANNED:
            raise Refused("This round has been opened already.")
        if today > self.due_on:
            raise Refused("The due date has passed. Change the dates of this round before you open it.")

    def refuse_closing(self, today: date) -> None:
        """Nobody's days of grace are cut short."""
        if self.state is not RoundState.OPEN:
            raise Refused("Only an open round can be closed.")
        if today <= self.grace_until:
            raise Refused(f"The days of grace last until {long_date(self.grace_until)}. Close it after that.")

    def open(self, commitments: list["Commitment"], *, now: datetime) -> list["ExpectedCheckIn"]:
        """Open the window and expect a check-in for each live commitment: a missing one is then a row."""
        if self.state is not RoundState.PLANNED:
            raise Refused("This round has been opened already.")
        self.state = RoundState.OPEN
        self.opened_at = now
        return [commitment.expect_check_in(self) for commitment in commitments if commitment.is_live]

    def close(self, expected: list["ExpectedCheckIn"], *, now: datetime) -> list["ExpectedCheckIn"]:
        """Freeze the window; return what was expected and never came."""
        if self.state is not RoundState.OPEN:
            raise Refused("Only an open round can be closed.")
        self.state = RoundState.CLOSED
        self.closed_at = now
        missed = [row for row in expected if row.is_outstanding]
        for row in missed:
            row.is_missed = True
        return missed


class ExpectedCheckIn(HasPublicId, OrganisationOwned, Base):
    """The place kept for one commitment's check-in in one round."""

    __tablename__ = "expected_check_ins"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("round_id", "commitment_id"),
        same_programme("rounds", "round_id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_expected_check_ins_commitment_id", "organisation_id", "commitment_id"),
        Index("ix_expected_check_ins_programme_due", "programme_id", "due_on"),
        Index("ix_expected_check_ins_next_reminder_on", "next_reminder_on", "id"),
        Index(
            "ix_expected_check_ins_owed",
            "programme_id",
            "due_on",
            sqlite_where=text("reported_on IS NULL AND settled_on IS NULL"),
            postgresql_where=text("reported_on IS NULL AND settled_on IS NULL"),
        ),
        Index("ix_expected_check_ins_organisation_reminder", "organisation_id", "next_reminder_on"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    round_id: Mapped[int]
    commitment_id: Mapped[int]
    due_on: Mapped[date]
    grace_until: Mapped[date]
    reported_on: Mapped[date | None]
    # The next day on which somebody is reminded; None once reported, or when the mails are used up.
    next_reminder_on: Mapped[date | None]
    # How many mornings somebody was reminded of it, and the last of them.
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")
    last_reminded_on: Mapped[date | None]
    # Set when the round closed without a report; a later report does not unset it.
    is_missed: Mapped[bool] = mapped_column(default=False)
    # Set when the commitment was closed or taken back first: the round asks for it no longer.
    settled_on: Mapped[date | None]

    # The keys overlap on purpose: a round, a commitment and what is expected share their programme.
    round: Mapped[Round] = relationship(overlaps="commitment,expected_check_ins")
    commitment: Mapped["Commitment"] = relationship(back_populates="expected_check_ins", overlaps="round")

    @property
    def is_outstanding(self) -> bool:
        return self.reported_on is None and self.settled_on is None

    def settle(self, today: date) -> None:
        """Ask for it no longer. What was reported, or missed for good, stays as it is."""
        if self.is_outstanding and not self.is_missed:
            self.settled_on = today
            self.next_reminder_on = None
