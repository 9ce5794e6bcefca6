"""Partners: the other bodies in a promise. A two-sided row: one organisation names, the other answers.

What the two can see of each other's words is decided here: the text that a partner was shown is frozen in the
row (`shown`), and so is the text that it answered (`answered_text`). A draft is never read over its shoulder.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import (
    Base,
    HasPublicId,
    HasVersion,
    OrganisationOwned,
    one_of,
    same_organisation,
    term,
)
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.proposal import changed_since, proposal
from equity_tracker.model.status import PartnerState

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.partner_reading import PartnerReading
    from equity_tracker.model.people import Membership, User

# Nobody is asked more often than this (our wording: once a month).
ASK_AGAIN_AFTER = timedelta(days=30)


class Answer(StrEnum):
    """What a partner said about its part. No answer is no agreement."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Partner(HasPublicId, HasVersion, OrganisationOwned, Base):
    """Another body in the promise: its part, whether the two worked together before, and what it says."""

    __tablename__ = "partners"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_partners_commitment_id", "commitment_id"),
        Index("ix_partners_partner_organisation_id", "partner_organisation_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    # As it was named; the organisation it stands for, when this register knows it.
    name: Mapped[str] = mapped_column(String(200))
    partner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str] = mapped_column(term())
    contribution: Mapped[str | None] = mapped_column(Text)
    worked_together_before: Mapped[bool | None]
    # What came of the earlier work.
    outcome: Mapped[str | None] = mapped_column(Text)

    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The publication that the text shown is in; None while it is not public.
    shown_publication: Mapped[int | None]
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer))
    answered_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_text: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    answered_publication: Mapped[int | None]
    # Read by the two organisations and the coordinator, and by nobody else.
    decline_reason: Mapped[str | None] = mapped_column(Text)

    commitment: Mapped["Commitment"] = relationship(back_populates="partners")
    partner_organisation: Mapped[Organisation | None] = relationship()
    asked_by: Mapped["User | None"] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped["User | None"] = relationship(foreign_keys=[answered_by_id])

    @property
    def state(self) -> PartnerState:
        if self.partner_organisation_id is None:
            return PartnerState.NOT_IN_REGISTER
        return PartnerState(self.answer.value) if self.answer else PartnerState.PROPOSED

    @property
    def awaits_answer(self) -> bool:
        """Say whether the question is open: never answered, or asked again since."""
        if self.asked_at is None:
            return False
        return self.answered_at is None or self.answered_at < self.asked_at

    @property
    def readings(self) -> list["PartnerReading"]:
        """All versions of the partner's own reading, the oldest first."""
        reader_id = self.partner_organisation_id
        if reader_id is None:
            return []
        return [row for row in self.commitment.partner_readings if row.reader_id == reader_id]

    @property
    def reading(self) -> "PartnerReading | None":
        return self.readings[-1] if self.readings else None

    @property
    def changes_since_answer(self) -> list[str]:
        """Name what the organisation has changed in its text since the partner answered."""
        return changed_since(self.answered_text, proposal(self))

    @property
    def changes_shown_since_answer(self) -> list[str]:
        """Name the same, as far as the partner has been shown it."""
        return changed_since(self.answered_text, self.shown)

    def why_not_ask(self, now: datetime) -> str | None:
        """Say why the partner cannot be asked now; None when it can be."""
        return self._why_not_at_all() or self._why_not_yet(now)

    def _why_not_at_all(self) -> str | None:
        organisation, commitment = self.partner_organisation, self.commitment
        if organisation is None:
            return f"{self.name} is not in this register, so nobody can answer for it here."
        if organisation.ended_on is not None:
            return f"{organisation.name} ended on {long_date(organisation.ended_on)}."
        if commitment.programme.is_closed:
            return "The programme is closed."
        if commitment.is_closed:
            return "The commitment is closed."
        if commitment.is_archived:
            return "The commitment is archived."
        return None

    def _why_not_yet(self, now: datetime) -> str | None:
        if not self.commitment.title or not self.commitment.statement:
            return "Write the title and the full statement first."
        if self.answer is Answer.CONFIRMED and not self.changes_since_answer:
            return f"{self.name} has confirmed this text."
        if self.asked_at is not None and now < self.asked_at + ASK_AGAIN_AFTER:
            asked, again = self.asked_at.date(), (self.asked_at + ASK_AGAIN_AFTER).date()
            return f"You asked on {long_date(asked)}. You can ask again from {long_date(again)}."
        return None

    def ask(self, *, by: "User", now: datetime, publication: int | None) -> None:
        """Show the partner the text as it stands, and ask for an answer.

        :param publication: the number of the publication that the text is in, if it is public.
        """
        refusal = self.why_not_ask(now)
        if refusal:
            raise Refused(refusal)
        self.asked_at, self.asked_by = now, by
        self._show(publication)

    def renew(self, *, publication: int | None) -> None:
        """Show a partner that was asked what has been submitted or published since."""
        if self.asked_at is not None:
            self._show(publication)

    def _show(self, publication: int | None) -> None:
        self.shown, self.shown_publication = proposal(self), publication

    def may_be_answered_by(self, member: "Membership") -> bool:
        """Only the organisation that was named answers, by those who may speak for it."""
        return member.organisation_id == self.partner_organisation_id and member.may(
            Permission.ANSWER_PARTNERSHIP
        )

    def says_again(self, answer: Answer, reason: str | None) -> bool:
        """Say whether this is what stands already, given to the same text."""
        stands = (self.answer, self.decline_reason, self.answered_text)
        return stands == (answer, reason, self.shown) and not self.awaits_answer

    def confirm(self, *, of: Organisation, by: "User", now: datetime, today: date) -> bool:
        """Agree to the part as it was shown. Return whether that says anything new."""
        return self._answer(Answer.CONFIRMED, None, of=of, by=by, now=now, today=today)

    def decline(self, reason: str, *, of: Organisation, by: "User", now: datetime, today: date) -> bool:
        """Say no, or take a confirmation back. The reason stays between the two and the coordinator."""
        return self._answer(Answer.DECLINED, reason, of=of, by=by, now=now, today=today)

    def _answer(
        self, answer: Answer, reason: str | None, *, of: Organisation, by: "User", now: datetime, today: date
    ) -> bool:
        self.refuse_unless_asked(of)
        if self.says_again(answer, reason):
            return False
        self.answer, self.decline_reason = answer, reason
        self.answered_at, self.answered_on, self.answered_by = now, today, by
        self.answered_text, self.answered_publication = self.shown, self.shown_publication
        return True

    def refuse_unless_asked(self, organisation: Organisation) -> None:
        """Let only the organisation that was named and asked speak, while the programme is open.

        It may after the commitment has closed, too: what stands there in its name stays public.
        """
        if organisation.id != self.partner_organisation_id:
            raise Refused("Only the organisation that is named as partner can answer.")
        if self.asked_at is None:
            raise Refused("You have not been asked about this commitment.")
        self.commitment.programme.refuse_if_closed()
