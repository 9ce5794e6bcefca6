"""A check-in that coordinators enter for an organisation that cannot do it itself, and says so for ever."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation
from equity_tracker.model.checking_in import record_check_in, refuse_past_step

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckIn, CheckInVersion
    from equity_tracker.model.check_in_answers import Answers
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User


class EnteredOnBehalf(OrganisationOwned, Base):
    """That one version was entered by a coordinator: why, and where its answers come from. Append-only."""

    __tablename__ = "check_ins_on_behalf"
    __table_args__ = (
        UniqueConstraint("check_in_version_id"),
        same_organisation("check_in_versions", "check_in_version_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int]
    # Public: how the coordinators know. Private: why the organisation does not report itself.
    source: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    version: Mapped["CheckInVersion"] = relationship(back_populates="on_behalf")
    entered_by: Mapped["User"] = relationship()


def record_on_behalf(
    commitment: "Commitment",
    answers: "Answers",
    *,
    source: str,
    reason: str,
    by: "User",
    now: datetime,
    today: date,
) -> "CheckIn":
    """Record what the organisation would have reported. Its own people can correct it like any other."""
    refuse_past_step(answers, today)
    check_in = record_check_in(commitment, answers, by=by, now=now, today=today)
    check_in.current.on_behalf = EnteredOnBehalf(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        source=source,
        reason=reason,
        entered_by=by,
    )
    return check_in


def on_behalf_payload(version: "CheckInVersion") -> dict[str, str] | None:
    """Copy what the public may see of it: who entered it, and how they know."""
    entered = version.on_behalf
    if entered is None:
        return None
    return {"programme": version.check_in.commitment.programme.name, "source": entered.source}
