"""What the mails about check-ins say of each: plain values, read past the ORM."""

from datetime import date
from typing import NamedTuple


class Awaited(NamedTuple):
    """A check-in that is, or was, asked for."""

    id: int
    public_id: str
    organisation_id: int
    due_on: date
    grace_until: date
    next_reminder_on: date | None
    commitment_key: int
    commitment_id: str
    title: str
    programme_id: str
    programme_key: int
    programme: str
    # Whether it is still asked for, by an open round of an open programme.
    is_wanted: bool
