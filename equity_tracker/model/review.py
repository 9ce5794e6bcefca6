"""Reviews: what a coordinator decided about a commitment or a check-in, when and why."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.amendment import waiting_amendment
from equity_tracker.model.base import Base, OrganisationOwned, one_of, same_organisation
from equity_tracker.model.fingerprint import fingerprint

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckIn
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User


class Decision(StrEnum):
    """What a coordinator may decide."""

    ACKNOWLEDGED = "acknowledged"
    APPROVED = "approved"
    RETURNED = "returned"


class Review(OrganisationOwned, Base):
    """One decision. It is never changed; a later one stands after it."""

    __tablename__ = "reviews"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        same_organisation("check_ins", "check_in_id"),
        Index("ix_reviews_commitment_id", "commitment_id"),
        Index(
            "ix_reviews_of_the_text",
            *("commitment_id", "reviewed_at"),
            sqlite_where=text("check_in_id IS NULL"),
            postgresql_where=text("check_in_id IS NULL"),
        ),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    check_in_id: Mapped[int | None]
    check_in_version: Mapped[int | None]
    # Of a change that waited: its number. None for the text as a whole.
    amendment_number: Mapped[int | None]
    decision: Mapped[Decision] = mapped_column(one_of(Decision))
    reason: Mapped[str | None] = mapped_column(Text)
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime]

    commitment: Mapped["Commitment"] = relationship(back_populates="reviews", overlaps="check_in")
    reviewed_by: Mapped["User"] = relationship()


def review_of(
    check_in: "CheckIn", decision: Decision, *, reason: str | None, by: "User", now: datetime
) -> Review:
    """Put down what was decided about the latest version of a check-in, which then waits no more."""
    check_in.awaits_review_since = None
    review = Review(
        organisation_id=check_in.organisation_id,
        programme_id=check_in.programme_id,
        check_in_id=check_in.id,
        check_in_version=check_in.current.number,
        decision=decision,
        reason=reason,
        reviewed_by=by,
        reviewed_at=now,
    )
    check_in.commitment.reviews.append(review)
    return review


def may_review(reviewer: "User", author: "User | None") -> bool:
    """Nobody reviews what they submitted themselves."""
    return author is None or author.id != reviewer.id


def decisions_on(commitment: "Commitment") -> list[Review]:
    """Return what was decided about the text of a commitment, the oldest first."""
    return [row for row in commitment.reviews if row.check_in_id is None]


def awaits_decision(commitment: "Commitment") -> bool:
    """Say whether a coordinator may still decide: it is submitted, or published and not yet accepted.

    A published text that was returned stays published, and may be acknowledged after all. A change that was
    returned is its author's again, and says nothing about the text that is public.
    """
    if commitment.lifecycle.value == "submitted" or waiting_amendment(commitment) is not None:
        return True
    if not commitment.is_published or commitment.submitted_at is None:
        return False
    since = [
        row
        for row in decisions_on(commitment)
        if row.reviewed_at >= commitment.submitted_at
        and (row.amendment_number is None or row.decision is not Decision.RETURNED)
    ]
    return not since or since[-1].decision is Decision.RETURNED


def review_version(commitment: "Commitment") -> int:
    """Return what a coordinator's form carries: another number after every decision and every change sent.

    A change that is still being written is its author's own, and no business of a coordinator's.
    """
    sent = [[row.number, row.version] for row in commitment.amendments if row.is_sent]
    return fingerprint([len(decisions_on(commitment)), sent])


def decision_on_check_in(check_in: "CheckIn") -> Review | None:
    """Return what was decided about the latest version of a check-in, if anything."""
    latest = check_in.current.number
    decided = [
        row
        for row in check_in.commitment.reviews
        if row.check_in_id == check_in.id and row.check_in_version == latest
    ]
    return decided[-1] if decided else None
