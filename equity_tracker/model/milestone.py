"""Milestones: dated steps of a commitment. A date that is moved leaves a row that says why."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, same_organisation
from equity_tracker.model.dates import PartialDate, Precision, long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class Milestone(HasPublicId, OrganisationOwned, Base):
    """A dated step. The planned date is never overwritten: a revised one stands beside it."""

    __tablename__ = "milestones"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_milestones_commitment_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date]
    planned_precision: Mapped[str] = mapped_column(String(10), default="day", server_default="day")
    # The last of the revisions, for lists.
    revised_on: Mapped[date | None]
    revised_precision: Mapped[str] = mapped_column(String(10), default="day", server_default="day")
    actual_on: Mapped[date | None]

    commitment: Mapped["Commitment"] = relationship(back_populates="milestones")
    moves: Mapped[list["MilestoneMove"]] = relationship(
        back_populates="milestone", order_by="MilestoneMove.number"
    )

    @property
    def planned(self) -> PartialDate:
        return PartialDate(self.planned_on, Precision(self.planned_precision))

    @property
    def now_planned(self) -> PartialDate:
        """The date it is planned for now, as exactly as it is known."""
        if self.revised_on is None:
            return self.planned
        return PartialDate(self.revised_on, Precision(self.revised_precision))

    def revise(self, to: PartialDate, *, reason: str, who: User | None, today: date) -> None:
        """Move the date. What was planned before stays on record, with the reason."""
        self._refuse_if_met()
        if to == self.now_planned:
            raise Refused("It is planned for that date already.", "revised_on")
        if why_not := self.why_not(to):
            raise Refused(why_not, "revised_on")
        self.moves.append(
            MilestoneMove(
                number=len(self.moves) + 1,
                moved_to=to.on,
                precision=to.precision.value,
                reason=reason,
                set_by=who,
                set_on=today,
            )
        )
        self.revised_on, self.revised_precision = to.on, to.precision.value

    def why_not(self, to: PartialDate) -> str:
        """Say why it cannot be moved to a date that does not lie within its commitment's time."""
        where = outside_its_time(to, self.commitment.starts_on, self.commitment.ends_period)
        if not where:
            return ""
        return f"A milestone cannot lie {where}. Name another date, or change the commitment’s dates first"

    def meet(self, on: date, *, today: date) -> None:
        """Say on which day it was met."""
        self._refuse_if_met()
        if on > today:
            raise Refused("The date it was met must be today or earlier", "met_on")
        self.actual_on = on

    def _refuse_if_met(self) -> None:
        if self.actual_on is not None:
            raise Refused("This milestone has been met already.")


def outside_its_time(planned: PartialDate, starts_on: date | None, ends: PartialDate | None) -> str:
    """Say where a date lies that is not within a commitment's time; nothing when some of it may be."""
    if ends is not None and planned.first_day > ends.on:
        return f"after the end date, {ends}"
    if starts_on is not None and planned.on < starts_on:
        return f"before the start date, {long_date(starts_on)}"
    return ""


class MilestoneMove(OrganisationOwned, Base):
    """One move of a milestone's date. Append-only."""

    __tablename__ = "milestone_moves"
    __table_args__ = (
        same_organisation("milestones", "milestone_id"),
        UniqueConstraint("milestone_id", "number"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    milestone_id: Mapped[int]
    number: Mapped[int]
    moved_to: Mapped[date]
    precision: Mapped[str] = mapped_column(String(10), default="day")
    reason: Mapped[str] = mapped_column(Text)
    set_on: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    milestone: Mapped[Milestone] = relationship(back_populates="moves")
    set_by: Mapped[User | None] = relationship()
