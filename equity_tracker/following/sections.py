"""What a mail to a follower is made of."""

from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from equity_tracker.model.follow import Follow

# From when on mails of the day are written, at home.
MORNING = time(7)


@dataclass(frozen=True)
class Item:
    """One piece of news, in words."""

    what: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """All that is new about one thing."""

    heading: str
    organisation: str | None
    items: list[Item]
    # Of a commitment, its id and, unless it was taken back, its slug; else the slug of the programme.
    commitment_id: str | None = None
    slug: str | None = None
    # Of what is written beside commitments: its kind and its id.
    entry: tuple[str, str] | None = None


@dataclass(frozen=True)
class Ended:
    """A follow that ends with this mail, and why."""

    follow: Follow
    name: str
    why: str


def on_the_wall(now: datetime, zone: str) -> datetime:
    """Return the moment as the clock on the wall there has it."""
    return now.astimezone(ZoneInfo(zone))
