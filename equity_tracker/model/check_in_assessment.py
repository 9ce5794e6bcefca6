"""How the coordinators judge a check-in, beside what its organisation says, and the one reply to it.

Both are append-only: judging again is a further version, and each version may be replied to once.
"""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation, term
from equity_tracker.model.errors import Refused

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckIn
    from equity_tracker.model.people import User


class CheckInAssessment(OrganisationOwned, Base):
    """One version of the coordinators' own view of a check-in. The organisation's outlook stays the light."""

    __tablename__ = "check_in_assessments"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        UniqueConstraint("check_in_id", "number"),
        same_organisation("check_ins", "check_in_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_id: Mapped[int]
    number: Mapped[int]
    # The version of the check-in that was read.
    of_version: Mapped[int]
    delivery: Mapped[str] = mapped_column(term())
    outlook: Mapped[str] = mapped_column(term())
    reason: Mapped[str] = mapped_column(Text)
    assessed_on: Mapped[date]
    assessed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    check_in: Mapped["CheckIn"] = relationship(back_populates="assessments")
    assessed_by: Mapped["User"] = relationship()
    reply: Mapped["CheckInAssessmentReply | None"] = relationship(back_populates="assessment", lazy="joined")


class CheckInAssessmentReply(OrganisationOwned, Base):
    """What the organisation replied to one version of it, once."""

    __tablename__ = "check_in_assessment_replies"
    __table_args__ = (
        UniqueConstraint("assessment_id"),
        same_organisation("check_in_assessments", "assessment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    assessment_id: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    replied_on: Mapped[date]
    replied_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    assessment: Mapped[CheckInAssessment] = relationship(back_populates="reply")
    replied_by: Mapped["User"] = relationship()


def latest_assessment(check_in: "CheckIn") -> CheckInAssessment | None:
    return check_in.assessments[-1] if check_in.assessments else None


def refuse_unless_assessable(check_in: "CheckIn", *, by: "User") -> None:
    """Refuse to judge what the public does not read, and what one recorded oneself."""
    check_in.commitment.programme.refuse_if_closed()
    if check_in.is_retracted or check_in.published is None:
        raise Refused("Only a published check-in can be assessed.")
    if any(person.id == by.id for version in check_in.versions for person in version.speakers):
        raise Refused("You recorded or signed this check-in, so another coordinator has to assess it.")


def assess_check_in(
    check_in: "CheckIn", *, delivery: str, outlook: str, reason: str, by: "User", today: date
) -> CheckInAssessment:
    """Put the coordinators' view beside the published version."""
    refuse_unless_assessable(check_in, by=by)
    before = latest_assessment(check_in)
    of_version = check_in.published_version or 0
    said = (delivery, outlook, reason, of_version)
    if before is not None and said == (before.delivery, before.outlook, before.reason, before.of_version):
        raise Refused("This is what the assessment says already.", "reason")
    assessment = CheckInAssessment(
        organisation_id=check_in.organisation_id,
        programme_id=check_in.programme_id,
        number=len(check_in.assessments) + 1,
        of_version=of_version,
        delivery=delivery,
        outlook=outlook,
        reason=reason,
        assessed_on=today,
        assessed_by_id=by.id,
    )
    check_in.assessments.append(assessment)
    return assessment


def refuse_unless_repliable(check_in: "CheckIn") -> CheckInAssessment:
    """Return the assessment that may be replied to. The right to reply outlasts the programme."""
    assessment = latest_assessment(check_in)
    if assessment is None or check_in.is_retracted:
        raise Refused("The coordinators have not assessed this check-in, so there is nothing to reply to.")
    if assessment.reply is not None:
        raise Refused("You have replied to this assessment already. A new one can be replied to again.")
    return assessment


def reply_to_check_in_assessment(
    check_in: "CheckIn", words: str, *, by: "User", today: date
) -> CheckInAssessmentReply:
    assessment = refuse_unless_repliable(check_in)
    reply = CheckInAssessmentReply(
        organisation_id=check_in.organisation_id,
        programme_id=check_in.programme_id,
        words=words,
        replied_on=today,
        replied_by_id=by.id,
    )
    assessment.reply = reply
    return reply


def check_in_assessment_payload(assessment: CheckInAssessment) -> dict[str, object]:
    """Copy what the public may see of it, in the name of the programme's coordinators and of nobody."""
    reply = assessment.reply
    return {
        "number": assessment.number,
        "check_in": assessment.check_in.number,
        "of_version": assessment.of_version,
        "programme": assessment.check_in.commitment.programme.name,
        "assessed_on": assessment.assessed_on.isoformat(),
        "delivery": assessment.delivery,
        "outlook": assessment.outlook,
        "reason": assessment.reason,
        "reply": {"words": reply.words, "replied_on": reply.replied_on.isoformat()} if reply else None,
    }
