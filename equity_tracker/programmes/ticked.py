"""What a coordinator ticked in the list of what waits, and what became of it."""

import re
from dataclasses import dataclass, field
from datetime import datetime

COMMITMENT, CHECK_IN = "commitment", "check_in"
_TICKED = re.compile(rf"({COMMITMENT}|{CHECK_IN})\.([a-z0-9]{{1,16}})\.([0-9]{{1,12}})")


@dataclass(frozen=True)
class Ticked:
    """One row of the list: what it was, and in which version it was read."""

    kind: str
    public_id: str
    seen: int

    @property
    def value(self) -> str:
        return f"{self.kind}.{self.public_id}.{self.seen}"


def ticked_from(value: str) -> Ticked | None:
    """Read what a box of the list posts; None for what none of ours does."""
    found = _TICKED.fullmatch(value)
    return Ticked(found[1], found[2], int(found[3])) if found else None


@dataclass(frozen=True)
class Left:
    """One that was left as it is: what it is called, why, and since when, where there is a time."""

    title: str
    because: str
    at: datetime | None = None


@dataclass
class Together:
    """What came of deciding about several at once."""

    acknowledged: int = 0
    approved: int = 0
    left: list[Left] = field(default_factory=list)

    @property
    def said(self) -> str:
        """Say how many, such as *3 acknowledged* or *2 approved and published, 1 acknowledged*."""
        words = [
            f"{number} {what}"
            for number, what in (
                (self.approved, "approved and published"),
                (self.acknowledged, "acknowledged"),
            )
            if number
        ]
        return ", ".join(words)
