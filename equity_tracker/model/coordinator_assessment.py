"""The coordinators' own answers about a closed commitment, and the organisation's reply. Both append-only."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation
from equity_tracker.model.errors import Refused
from equity_tracker.model.four_answers import FourAnswers, HasFourAnswers, answer_columns

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User


class CoordinatorAssessment(HasFourAnswers, OrganisationOwned, Base):
    """One version of the four answers, with the reason for them. It never touches the organisation's own."""

    __tablename__ = "coordinator_assessments"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("commitment_id", "number"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_coordinator_assessments_commitment_id", "organisation_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    assessed_on: Mapped[date]
    assessed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    commitment: Mapped["Commitment"] = relationship(back_populates="assessments")
    assessed_by: Mapped["User"] = relationship()
    replies: Mapped[list["AssessmentReply"]] = relationship(
        back_populates="assessment", order_by="AssessmentReply.number"
    )

    @property
    def reply(self) -> "AssessmentReply | None":
        """Return the organisation's reply as it stands."""
        return self.replies[-1] if self.replies else None


class AssessmentReply(OrganisationOwned, Base):
    """One version of the organisation's reply to one answer of the coordinators."""

    __tablename__ = "assessment_replies"
    __table_args__ = (
        UniqueConstraint("assessment_id", "number"),
        same_organisation("coordinator_assessments", "assessment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    assessment_id: Mapped[int]
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    replied_on: Mapped[date]
    replied_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    assessment: Mapped[CoordinatorAssessment] = relationship(back_populates="replies")
    replied_by: Mapped["User"] = relationship()


def latest_assessment(commitment: "Commitment") -> CoordinatorAssessment | None:
    return commitment.assessments[-1] if commitment.assessments else None


def latest_reply(commitment: "Commitment") -> AssessmentReply | None:
    """Return the organisation's last word: it stands until it replies again, also to new answers."""
    replies = [row.reply for row in commitment.assessments if row.reply is not None]
    return replies[-1] if replies else None


def assess_close_out(
    commitment: "Commitment", four: FourAnswers, reason: str, *, by: "User", today: date
) -> CoordinatorAssessment:
    """Answer the four questions as the programme sees it. Answering again is a further version."""
    commitment.programme.refuse_if_closed()
    if not commitment.is_closed:
        raise Refused("Only a closed commitment is looked back on.")
    if any(row.said_by_id == by.id for row in commitment.close_outs):
        raise Refused("You closed this commitment yourself, so another coordinator has to answer.")
    assessment = CoordinatorAssessment(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        **answer_columns(four),
        number=len(commitment.assessments) + 1,
        reason=reason,
        assessed_on=today,
        assessed_by_id=by.id,
    )
    commitment.assessments.append(assessment)
    return assessment


def reply_to_assessment(commitment: "Commitment", words: str, *, by: "User", today: date) -> AssessmentReply:
    """Answer the coordinators. The right to do so outlasts the programme, in which nothing else is said."""
    assessment = latest_assessment(commitment)
    if assessment is None or not commitment.is_closed:
        raise Refused("The coordinators have not answered, so there is nothing to reply to yet.")
    if assessment.reply is not None and assessment.reply.words == words:
        raise Refused("This is what your reply says already.", "words")
    reply = AssessmentReply(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        number=len(assessment.replies) + 1,
        words=words,
        replied_on=today,
        replied_by_id=by.id,
    )
    assessment.replies.append(reply)
    return reply
