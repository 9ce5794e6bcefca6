"""Asking to join an organisation: what people say of themselves, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, one_of
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.organisation import Organisation

if TYPE_CHECKING:
    from equity_tracker.model.people import User


class JoinAnswer(StrEnum):
    """What an admin made of it."""

    INVITED = "invited"
    DECLINED = "declined"


class JoinRequest(HasPublicId, OrganisationOwned, Base):
    """One request. Nobody has checked that the address is whoever's it says; an invitation does that."""

    __tablename__ = "join_requests"
    __table_args__ = (Index("ix_join_requests_organisation_id", "organisation_id", "answer"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    job_title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[JoinAnswer | None] = mapped_column(one_of(JoinAnswer))
    # What the admin said with it; sent to whom they declined.
    words: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    organisation: Mapped[Organisation] = relationship()
    answered_by: Mapped["User | None"] = relationship()

    def refuse_if_answered(self) -> None:
        if self.answer is not None:
            raise ChangedSince("A colleague has answered this request already.")

    def give_answer(self, answer: JoinAnswer, words: str | None, *, by: "User", now: datetime) -> None:
        """Answer once. A second admin is told that it is done."""
        self.refuse_if_answered()
        self.answer, self.words = answer, words
        self.answered_at, self.answered_by_id = now, by.id
