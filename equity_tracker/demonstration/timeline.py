"""What happened, day by day: events are planned in any order and played in the order of time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import IntEnum


class Turn(IntEnum):
    """What comes first on a day when several things happen; also the hour at which it does."""

    PROGRAMME = 8
    SUCCESSION = 9
    ROUND_OPENS = 10
    COMMITMENT = 11
    MILESTONE = 12
    CHECK_IN = 13
    MEASURE = 14
    REVIEW = 15
    CLOSING = 16
    ROUND_CLOSES = 17


@dataclass(frozen=True)
class Moment:
    """When something happens, as the model asks for it."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()


Happening = Callable[[Moment], None]


class Timeline:
    """The plan of everything that happens."""

    def __init__(self) -> None:
        self._events: list[tuple[date, Turn, Happening]] = []

    def add(self, on: date, turn: Turn, happening: Happening) -> None:
        self._events.append((on, turn, happening))

    def play(self) -> None:
        """Let everything happen. What stands on one day and turn keeps the order in which it was planned."""
        for on, turn, happening in sorted(self._events, key=lambda event: event[:2]):
            happening(Moment(datetime.combine(on, time(turn), UTC)))
