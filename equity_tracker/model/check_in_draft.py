"""A check-in while it is written: shared among an organisation's people, over days, and read by nobody else.

It holds what was typed, right or wrong, and where it is: being written, waiting for a signature, or given
back. Sending the check-in removes it.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import (
    Base,
    HasPublicId,
    HasVersion,
    OrganisationOwned,
    one_of,
    same_organisation,
)
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.errors import ChangedSince, Refused

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

# What was typed, by the names of the form's inputs; a name may stand for several values.
Typed = Mapping[str, list[str]]


class DraftState(StrEnum):
    """Where a check-in is before it is sent."""

    BEGUN = "begun"
    WAITING = "waiting"
    RETURNED = "returned"


class CheckInDraft(HasPublicId, HasVersion, OrganisationOwned, Base):
    """What has been typed for the next check-in on one commitment: there is one at a time."""

    __tablename__ = "check_in_drafts"
    __table_args__ = (same_organisation("commitments", "commitment_id"),)

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int] = mapped_column(unique=True)
    state: Mapped[DraftState] = mapped_column(one_of(DraftState), default=DraftState.BEGUN)
    typed: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    # The previous answers, to be signed again.
    nothing_changed: Mapped[bool] = mapped_column(default=False)
    # The number of the last check-in that its writer knew of; 0 for none.
    last_known: Mapped[int] = mapped_column(default=0)
    # Somebody with an account here, or else the address of the one who was sent a link.
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    saved_by_address: Mapped[str | None] = mapped_column(String(254))
    saved_at: Mapped[datetime]
    # The colleague who was asked to go on with it.
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    handed_over_at: Mapped[datetime | None]
    handed_over_note: Mapped[str | None] = mapped_column(Text)
    # Who sent it to be signed, and what was said when it came back.
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sent_by_address: Mapped[str | None] = mapped_column(String(254))
    sent_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str | None] = mapped_column(Text)

    commitment: Mapped["Commitment"] = relationship(back_populates="check_in_draft")
    saved_by: Mapped["User | None"] = relationship(foreign_keys=[saved_by_id])
    holder: Mapped["User | None"] = relationship(foreign_keys=[holder_id])
    sent_by: Mapped["User | None"] = relationship(foreign_keys=[sent_by_id])
    returned_by: Mapped["User | None"] = relationship(foreign_keys=[returned_by_id])

    @property
    def stamp(self) -> str:
        """What a form carries of the draft that it was opened on; another draft never has the same."""
        return f"{self.public_id}.{self.version}"

    @property
    def is_waiting(self) -> bool:
        return self.state is DraftState.WAITING

    @property
    def is_returned(self) -> bool:
        return self.state is DraftState.RETURNED

    @property
    def has_text(self) -> bool:
        """Whether replacing it would lose what somebody typed into the questions."""
        return bool(self.typed) and not self.nothing_changed

    @property
    def saved_by_name(self) -> str:
        return self.saved_by.name if self.saved_by else self.saved_by_address or ""

    @property
    def sent_by_name(self) -> str:
        return self.sent_by.name if self.sent_by else self.sent_by_address or ""

    @property
    def keeper(self) -> "User | None":
        """Return who was asked to go on with it, while they belong to the organisation."""
        if self.holder is None:
            return None
        places = (row for row in self.holder.memberships if row.organisation_id == self.organisation_id)
        return self.holder if any(place.ended_at is None for place in places) else None

    def refuse_if_written_since(self, stamp: str, typed: Typed) -> None:
        """Refuse to replace what was saved since a form was opened at `stamp`, unless it says the same."""
        if stamp != self.stamp and self.typed and dict(typed) != self.typed:
            raise ChangedSince(f"{self.saved_by_name} saved this check-in since you opened it.")

    def save(self, typed: Typed, *, by: "User | CheckInLink", now: datetime) -> None:
        """Keep what was typed. What came back stays marked so until it is sent again."""
        if self.is_waiting:
            raise ChangedSince("It was sent to be signed since you opened it.")
        self.typed, self.nothing_changed = dict(typed), False
        self.saved_at = self.edited_at = now
        if isinstance(by, CheckInLink):
            self.saved_by, self.saved_by_address = None, by.email
        else:
            self.saved_by, self.saved_by_address = by, None

    def send_for_signature(self, *, by: "User | CheckInLink", now: datetime) -> None:
        if self.is_waiting:
            raise ChangedSince("It was sent to be signed since you opened it.")
        self.state, self.sent_at, self.edited_at = DraftState.WAITING, now, now
        if isinstance(by, CheckInLink):
            self.sent_by, self.sent_by_address = None, by.email
        else:
            self.sent_by, self.sent_by_address = by, None
        self.holder = None
        self.handed_over_at = self.handed_over_note = None
        self.returned_by = None
        self.returned_at = self.return_reason = None

    def refuse_unless_waiting(self, stamp: str) -> None:
        """Let a signature stand under no other text than the one that was read."""
        if not self.is_waiting or stamp != self.stamp:
            raise ChangedSince("This check-in changed since you opened it. Read it again before you sign.")

    def give_back(self, reason: str, *, by: "User", now: datetime) -> None:
        self.state, self.edited_at = DraftState.RETURNED, now
        self.returned_by, self.returned_at, self.return_reason = by, now, reason

    def take_back(self, *, now: datetime) -> None:
        """Go on with what waits for a signature, or is with a colleague."""
        if self.is_waiting:
            self.state = DraftState.BEGUN
        self.holder = None
        self.handed_over_at = self.handed_over_note = None
        self.edited_at = now

    def hand_over(self, to: "User", note: str | None, *, now: datetime) -> None:
        if self.is_waiting:
            raise Refused("It waits for a signature. Take it back first.")
        self.holder, self.handed_over_at, self.handed_over_note = to, now, note
        self.edited_at = now


def begin_draft(commitment: "Commitment", *, last_known: int, **values: Any) -> CheckInDraft:  # noqa: ANN401 - columns, by name
    """Begin the one draft of a commitment."""
    draft = CheckInDraft(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        state=DraftState.BEGUN,
        typed={},
        nothing_changed=False,
        last_known=last_known,
        **values,
    )
    commitment.check_in_draft = draft
    return draft
