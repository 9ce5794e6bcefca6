"""Readings: what a measure showed on a day. Append-only: a correction names the reading it replaces."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation
from equity_tracker.model.numbers import ExactNumber
from equity_tracker.model.people import User

if TYPE_CHECKING:
    from equity_tracker.model.measure import Measure


class Reading(OrganisationOwned, Base):
    """A value (a number, or the number of a step) or words, with the day and a note.

    With neither there was no figure to be had that day, and the note says why.
    """

    __tablename__ = "readings"
    __table_args__ = (
        same_organisation("measures", "measure_id"),
        UniqueConstraint("measure_id", "number"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    measure_id: Mapped[int]
    number: Mapped[int]
    value: Mapped[Decimal | None] = mapped_column(ExactNumber())
    words: Mapped[str | None] = mapped_column(Text)
    read_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Text)
    replaces_number: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    measure: Mapped["Measure"] = relationship(back_populates="readings")
    recorded_by: Mapped[User | None] = relationship()
