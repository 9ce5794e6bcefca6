"""One difference between two publications of the same thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One thing that was one way and is now another. A goalpost is what is promised, by when or by whom."""

    label: str
    before: str
    after: str
    is_long: bool = False
    is_goalpost: bool = False
