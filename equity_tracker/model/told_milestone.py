"""A milestone as pages and papers tell it, read from a publication's payload, old or new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.slippage import slippage

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """One move of the date, with the reason given."""

    on: date
    to: str
    reason: str


@dataclass(frozen=True)
class ToldMilestone:
    """A step with its dates as exactly as they are known, and how it went against the plan."""

    id: str
    title: str
    planned: PartialDate
    revised: PartialDate | None
    met_on: date | None
    moves: tuple[Move, ...]

    @property
    def due(self) -> PartialDate:
        return self.revised or self.planned

    @property
    def slippage(self) -> str:
        return slippage(self.planned, self.revised, self.met_on, len(self.moves))


def told_milestones(promise: Payload) -> list[ToldMilestone]:
    return [told_milestone(row) for row in promise.get("milestones") or ()]


def told_milestone(row: Payload) -> ToldMilestone:
    planned = _period(row["planned_on"], row.get("planned_precision"))
    if planned is None:
        raise ValueError("A milestone has a planned date.")
    return ToldMilestone(
        id=row.get("id", ""),
        title=row["title"],
        planned=planned,
        revised=_period(row["revised_on"], row.get("revised_precision")),
        met_on=date.fromisoformat(row["actual_on"]) if row["actual_on"] else None,
        moves=tuple(
            Move(
                date.fromisoformat(move["on"]),
                str(_period(move["to"], move["precision"])),
                move["reason"],
            )
            for move in row.get("moves", ())
        ),
    )


def _period(value: str | None, precision: str | None) -> PartialDate | None:
    return PartialDate(date.fromisoformat(value), Precision(precision or "day")) if value else None
