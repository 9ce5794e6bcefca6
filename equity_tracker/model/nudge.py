"""Nudges: a kind word from a coordinator to an organisation whose check-ins have not come. Append-only."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation

if TYPE_CHECKING:
    from equity_tracker.model.people import User

SUBJECT_LIMIT = 150
TEXT_LIMIT = 3_000


class Nudge(OrganisationOwned, Base):
    """What was written to one organisation on one day, and about which check-ins.

    One a day is enough: the database keeps it so, whoever presses the button.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["participations.organisation_id", "participations.programme_id"],
            name="fk_nudges_participation",
        ),
        UniqueConstraint("programme_id", "organisation_id", "sent_on"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int]
    sent_on: Mapped[date]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LIMIT))
    text: Mapped[str] = mapped_column(Text)
    # What it asked for: title, public id and due date of each commitment.
    asked: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    sent_by: Mapped["User"] = relationship()


def refuse_second_today(last: Nudge | None, today: date) -> None:
    """Refuse another nudge on the same day."""
    if last is not None and last.sent_on >= today:
        raise Refused(
            f"{last.organisation.name} has been written to on {long_date(last.sent_on)} already."
            " One message a day is enough."
        )
