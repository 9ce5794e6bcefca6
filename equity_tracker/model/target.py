"""Targets: where a measure should get, and by when. Each revision is a row of its own."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.numbers import ExactNumber
from equity_tracker.model.people import User

if TYPE_CHECKING:
    from equity_tracker.model.measure import Measure


class Target(OrganisationOwned, Base):
    """A value or words to reach by a date. From `public_on` on, the database refuses to change it."""

    __tablename__ = "targets"
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
    by_on: Mapped[date | None]
    by_precision: Mapped[str] = mapped_column(String(10), default="day")
    # Why it was moved, by whom and when; empty for the first.
    reason: Mapped[str | None] = mapped_column(Text)
    set_on: Mapped[date | None]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    public_on: Mapped[date | None]

    measure: Mapped["Measure"] = relationship(back_populates="targets")
    set_by: Mapped[User | None] = relationship()

    @property
    def by(self) -> PartialDate | None:
        """The date, as exactly as it is known."""
        return PartialDate(self.by_on, Precision(self.by_precision)) if self.by_on else None

    @by.setter
    def by(self, period: PartialDate | None) -> None:
        self.by_on = period.on if period else None
        self.by_precision = period.precision.value if period else Precision.DAY.value
