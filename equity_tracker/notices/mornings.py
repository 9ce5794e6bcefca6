"""What somebody gets this morning of what has gathered for them. Nothing is read or written here.

At most one mail a day, and of what nobody chose the pace of at most three in seven days: the rest waits
for the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from equity_tracker.model.mail_kinds import CAN_WAIT, MOST_IN_SEVEN_DAYS, Pace
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.notices.steps import MORNING, Notice, local

WEEK = timedelta(days=7)
# What asks for something comes before what only tells of something.
ORDER = {name: place for place, name in enumerate((Notice.OVERDUE, Notice.BEFORE_DUE, Notice.STILL_IN_PLACE))}


@dataclass(frozen=True)
class Reader:
    """Whoever reads at an address: a person, or whoever opens an organisation's mailbox."""

    user: User | None
    time_zone: str
    # The days on which something that had gathered was let go to this address.
    released: frozenset[date] = frozenset()

    def pace(self, name: str) -> Pace:
        """Say how often they want to hear of such a thing. A reminder has no pace to choose."""
        kind = CAN_WAIT.get(name)
        if kind is None:
            return Pace.FEW
        return self.user.pace(kind) if self.user is not None else Pace.AT_ONCE


@dataclass
class Sorted:
    """What has gathered for one reader, by what becomes of it now. What is in no list goes on waiting."""

    today: date
    at_once: list[OutgoingEmail] = field(default_factory=list)
    left_out: list[OutgoingEmail] = field(default_factory=list)
    this_morning: list[OutgoingEmail] = field(default_factory=list)


def sort_out(rows: Sequence[OutgoingEmail], reader: Reader, now: datetime) -> Sorted:
    """Say what becomes of each, by what the reader wants as of now."""
    on_the_wall = local(now, reader.time_zone)
    found = Sorted(on_the_wall.date())
    was_asked_for = False
    for row in sorted(rows, key=lambda row: ORDER.get(Notice(row.name), 9) if row.name in set(Notice) else 9):
        pace = reader.pace(row.name)
        if pace is Pace.AT_ONCE:
            found.at_once.append(row)
        elif pace is Pace.NEVER:
            found.left_out.append(row)
        elif pace is not Pace.WEEKLY or _is_of_last_week(row, on_the_wall):
            found.this_morning.append(row)
            was_asked_for |= pace is not Pace.FEW
    if on_the_wall.time() < MORNING or not _has_room(reader, found.today, was_asked_for=was_asked_for):
        found.this_morning = []
    return found


def _is_of_last_week(row: OutgoingEmail, on_the_wall: datetime) -> bool:
    """Say whether a Monday morning has come since it was written."""
    monday = on_the_wall.date() - timedelta(days=on_the_wall.weekday())
    return row.created_at < datetime.combine(monday, MORNING, on_the_wall.tzinfo)


def _has_room(reader: Reader, today: date, *, was_asked_for: bool) -> bool:
    if today in reader.released:
        return False
    lately = sum(today - WEEK < day for day in reader.released)
    return was_asked_for or lately < MOST_IN_SEVEN_DAYS
