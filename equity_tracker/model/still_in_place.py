"""*Still in place?*: one question, a year after a commitment was met or partly met, and its answers."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, same_organisation, term
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

# These say that something is no longer as it was, so they say what.
NEEDS_A_NOTE = {"changed", "reversed"}


class StillInPlace(HasPublicId, OrganisationOwned, Base):
    """The question about one commitment. `due_on` is None once it is no longer asked."""

    __tablename__ = "still_in_place"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("commitment_id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_still_in_place_organisation_id", "organisation_id", "due_on"),
        Index("ix_still_in_place_next_reminder_on", "next_reminder_on", "id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    due_on: Mapped[date | None]
    next_reminder_on: Mapped[date | None]
    answered_on: Mapped[date | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="still_in_place")
    answers: Mapped[list["StillInPlaceAnswer"]] = relationship(
        back_populates="question", order_by="StillInPlaceAnswer.number"
    )

    @property
    def current(self) -> "StillInPlaceAnswer | None":
        return self.answers[-1] if self.answers else None

    def ask_on(self, due_on: date | None) -> None:
        """Set the day on which it is asked, or stop asking."""
        self.due_on = due_on
        self.next_reminder_on = due_on if self.answered_on is None else None


class StillInPlaceAnswer(OrganisationOwned, Base):
    """One answer. A later one stands after it."""

    __tablename__ = "still_in_place_answers"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        same_organisation("still_in_place", "question_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    question_id: Mapped[int]
    number: Mapped[int]
    answer: Mapped[str] = mapped_column(term())
    note: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(String(2000))
    answered_on: Mapped[date]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    question: Mapped[StillInPlace] = relationship(back_populates="answers")
    answered_by: Mapped["User"] = relationship()


def refuse_unless_asked(commitment: "Commitment", today: date) -> StillInPlace:
    """Return the question, or refuse and say why it is not one yet, or no longer."""
    commitment.programme.refuse_if_closed()
    question = commitment.still_in_place
    if question is None or question.due_on is None or not commitment.is_closed:
        raise Refused("This is asked of commitments that were met or partly met, a year after they closed.")
    if today < question.due_on:
        raise Refused(f"This is asked from {long_date(question.due_on)}.")
    return question


def answer_still_in_place(
    commitment: "Commitment", answer: str, *, note: str | None, url: str | None, by: "User", today: date
) -> StillInPlaceAnswer:
    """Answer the question. What was said when the commitment closed stays as it is."""
    question = refuse_unless_asked(commitment, today)
    if answer in NEEDS_A_NOTE and not note:
        raise Refused("Enter what has changed since it closed", "note")
    before = question.current
    if before is not None and (before.answer, before.note, before.url) == (answer, note, url):
        raise Refused("This is what your answer says already.", "answer")
    said = StillInPlaceAnswer(
        organisation_id=question.organisation_id,
        programme_id=question.programme_id,
        number=len(question.answers) + 1,
        answer=answer,
        note=note,
        url=url,
        answered_on=today,
        answered_by_id=by.id,
    )
    question.answers.append(said)
    question.answered_on = question.answered_on or today
    question.next_reminder_on = None
    return said
