"""What is given with a check-in and recorded beside it: figures, and milestones that were met."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from equity_tracker.check_ins.figures import Figure, figures_from
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.milestone import Milestone


@dataclass(frozen=True)
class Met:
    """A milestone, and the day on which it was met."""

    milestone: Milestone
    on: date


@dataclass(frozen=True)
class Beside:
    """All of it, from one form."""

    figures: tuple[Figure, ...] = ()
    met: tuple[Met, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.met)

    def with_note(self, words: str) -> "Beside":
        """Say in the public note of each figure where it comes from."""
        noted = (replace(row, because=" ".join(filter(None, (row.because, words)))) for row in self.figures)
        return replace(self, figures=tuple(noted))


NOTHING = Beside()


def open_milestones(commitment: Commitment) -> list[Milestone]:
    """Return those that are not met yet, by the date they are planned for now."""
    left = (row for row in commitment.milestones if row.actual_on is None)
    return sorted(left, key=lambda row: (row.now_planned.on, row.id))


def met_field(milestone: Milestone) -> str:
    """Name the input of one milestone, as the form and the refusals of the model do."""
    return f"milestone-{milestone.public_id}-met"


def beside_from(values: Mapping[str, Any], commitment: Commitment) -> Beside:
    """Read what a complete form holds. What was left empty is none."""
    return Beside(
        tuple(figures_from(values, commitment.measures)), tuple(_met(values, commitment.milestones))
    )


def _met(values: Mapping[str, Any], milestones: Iterable[Milestone]) -> Iterable[Met]:
    for milestone in milestones:
        on = values.get(met_field(milestone))
        if on is not None:
            yield Met(milestone, on)
