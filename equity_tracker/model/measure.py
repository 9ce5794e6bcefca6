"""Measures of a commitment: what is counted, on which scale or in which words, from where to where."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, one_of, same_organisation, term
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.errors import Refused
from equity_tracker.model.numbers import PERCENT, ExactNumber
from equity_tracker.model.reading import Reading
from equity_tracker.model.target import Target

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

MOST_MEASURES = 20
NAME_LIMIT = 200
# A figure more than so many times the one before, or less than that part of it, is asked about.
MOST_ALIKE = 3


class MeasureKind(StrEnum):
    """How a measure says where things stand."""

    NUMERIC = "numeric"
    SCALE = "scale"
    TEXT = "text"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class Measure(HasPublicId, OrganisationOwned, Base):
    """One way to know. `baseline` of a scale is the number of its step; text measures keep words only.

    In a draft everything may be rewritten. Once public, targets and readings are only added to.
    """

    __tablename__ = "measures"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_measures_commitment_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    kind: Mapped[MeasureKind] = mapped_column(one_of(MeasureKind))
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    description: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(String(40))
    direction: Mapped[Direction | None] = mapped_column(one_of(Direction))
    # From the worst step to the best.
    scale: Mapped[list[str]] = mapped_column(JSON, default=list)
    shape: Mapped[str | None] = mapped_column(term())
    # None until somebody has answered; it is asked before a number is kept.
    counts_people: Mapped[bool | None]
    baseline: Mapped[Decimal | None] = mapped_column(ExactNumber())
    baseline_on: Mapped[date | None]
    # There is none yet: the date there will be one.
    baseline_by: Mapped[date | None]
    baseline_comment: Mapped[str | None] = mapped_column(Text)
    evidence_source: Mapped[str | None] = mapped_column(Text)

    commitment: Mapped["Commitment"] = relationship(back_populates="measures")
    targets: Mapped[list[Target]] = relationship(
        back_populates="measure", order_by=Target.number, cascade="all, delete-orphan"
    )
    readings: Mapped[list[Reading]] = relationship(back_populates="measure", order_by=Reading.number)

    @property
    def is_percent(self) -> bool:
        return self.unit == PERCENT

    @property
    def target(self) -> Target | None:
        """The target as it stands."""
        return self.targets[-1] if self.targets else None

    @property
    def has_baseline(self) -> bool:
        if self.kind is MeasureKind.TEXT:
            return self.baseline_comment is not None
        return self.baseline is not None

    def set_target(self, value: Decimal | None, words: str | None, by: PartialDate | None) -> None:
        """Write the target of a draft; what is not yet public may be overwritten."""
        if value is None and words is None:
            self.targets = []
            return
        first = self.target or Target(number=1)
        first.value, first.words, first.by = value, words, by
        if self.target is None:
            self.targets = [first]

    def revise_target(
        self,
        value: Decimal | None,
        words: str | None,
        by: PartialDate | None,
        *,
        reason: str,
        who: "User",
        today: date,
    ) -> Target:
        """Move a public target. The one before stays, and the reason stands with the new one."""
        last = self.target
        if last is not None and (last.value, last.words, last.by) == (value, words, by):
            raise Refused("The target is that already. Change the figure or the date.", "value")
        target = Target(
            number=len(self.targets) + 1, value=value, words=words, reason=reason, set_by=who, set_on=today
        )
        target.by = by
        self.targets.append(target)
        return target

    def give_baseline(self, value: Decimal | None, comment: str | None, on: date, *, today: date) -> None:
        """Say where it started, once that is known. A baseline that stands is not rewritten here."""
        if on > today:
            raise Refused("The day must be today or earlier", "read_on")
        if self.has_baseline:
            raise Refused("This measure has a baseline. It can no longer be set here.")
        self.baseline, self.baseline_on = value, on
        self.baseline_comment = comment or self.baseline_comment

    def record_reading(
        self,
        value: Decimal | None,
        words: str | None,
        read_on: date,
        *,
        note: str | None = None,
        replaces: Reading | None = None,
        who: "User | None",
        now: datetime,
        today: date,
    ) -> Reading:
        """Add a reading, or one that takes the place of an earlier one. Neither is ever rewritten."""
        if read_on > today:
            raise Refused("The date of the reading must be today or earlier", "read_on")
        if replaces is not None and replaces.number in self.replaced_numbers:
            raise Refused("This reading has been corrected already. Correct the newer one.")
        reading = Reading(
            number=len(self.readings) + 1,
            value=value,
            words=words,
            read_on=read_on,
            note=note,
            replaces_number=replaces.number if replaces else None,
            recorded_at=now,
            recorded_by=who,
        )
        self.readings.append(reading)
        return reading

    @property
    def replaced_numbers(self) -> set[int]:
        return {row.replaces_number for row in self.readings if row.replaces_number is not None}

    @property
    def standing_readings(self) -> list[Reading]:
        """The readings that hold, by their dates: those that were corrected are left out."""
        replaced = self.replaced_numbers
        held = [row for row in self.readings if row.number not in replaced]
        return sorted(held, key=lambda row: (row.read_on, row.number))

    def is_far_from_last(self, value: Decimal | None) -> bool:
        """Say whether a figure is more than three times the one before, or less than a third of it."""
        earlier = [row.value for row in self.standing_readings if row.value is not None]
        if value is None or self.scale or not earlier or not earlier[-1]:
            return False
        return not 1 / MOST_ALIKE <= abs(value / earlier[-1]) <= MOST_ALIKE

    def reading(self, number: int) -> Reading | None:
        return next((row for row in self.readings if row.number == number), None)


def has_gap_only(commitment: "Commitment") -> bool:
    """Say whether its measures compare two groups and show nothing of those between and beyond them.

    Comparing the two ends hides the gradient (Mead, in McMahon 2022, doi 10.1057/s41285-022-00176-6).
    """
    shapes = {measure.shape for measure in commitment.measures} - {None, "not_about_people"}
    return shapes == {"two_group_gap"}
