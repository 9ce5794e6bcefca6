"""Suggesting an update: what a reader says has happened to a commitment, with a source. Never public."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, one_of, same_organisation
from equity_tracker.model.errors import ChangedSince, Refused

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

LONGEST_SUGGESTION = 1_000
# So long the name and address of whoever suggested something are kept, if nothing comes of it.
ADDRESS_KEPT_FOR = timedelta(days=90)


class SuggestionState(StrEnum):
    """What has become of it."""

    NEW = "new"
    PASSED_ON = "passed_on"
    USED = "used"
    SET_ASIDE = "set_aside"


STATE_LABELS = {
    SuggestionState.NEW: "New",
    SuggestionState.PASSED_ON: "Passed to the organisation",
    SuggestionState.USED: "Used",
    SuggestionState.SET_ASIDE: "Set aside",
}
_NEXT = {
    SuggestionState.NEW: {SuggestionState.PASSED_ON, SuggestionState.USED, SuggestionState.SET_ASIDE},
    SuggestionState.PASSED_ON: {SuggestionState.USED, SuggestionState.SET_ASIDE},
    SuggestionState.USED: set[SuggestionState](),
    SuggestionState.SET_ASIDE: set[SuggestionState](),
}


class Suggestion(HasPublicId, OrganisationOwned, Base):
    """One suggestion. Nobody has checked who wrote it; that is what the source is for."""

    __tablename__ = "suggestions"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_suggestions_programme_id", "programme_id", "state", "id"),
        Index("ix_suggestions_organisation_id", "organisation_id", "programme_id", "commitment_id"),
        Index("ix_suggestions_passed_on", "organisation_id", "passed_on_at"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    commitment_id: Mapped[int]
    # Of the form that it came by: sent twice, it is one suggestion.
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    what: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(2000))
    happened_on: Mapped[date]
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    sent_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[SuggestionState] = mapped_column(one_of(SuggestionState), default=SuggestionState.NEW)
    reason: Mapped[str | None] = mapped_column(Text)
    passed_on_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    commitment: Mapped["Commitment"] = relationship()
    decided_by: Mapped["User | None"] = relationship()

    @property
    def is_open(self) -> bool:
        return bool(self.choices)

    @property
    def choices(self) -> list[SuggestionState]:
        """Return what it can become now, in order."""
        return [state for state in SuggestionState if state in _NEXT[self.state]]

    def become(self, state: SuggestionState, reason: str | None, *, by: "User", now: datetime) -> None:
        """Decide on it. A second coordinator is told that a colleague was first."""
        if state not in _NEXT[self.state]:
            raise ChangedSince("A colleague has decided on this suggestion already.")
        if state is SuggestionState.SET_ASIDE and not reason:
            raise Refused("Say why it is set aside", "reason")
        self.state, self.reason = state, reason or self.reason
        self.decided_at, self.decided_by_id = now, by.id
        if state is SuggestionState.PASSED_ON:
            self.passed_on_at = now

    def forget_sender(self) -> None:
        self.name = self.email = None
