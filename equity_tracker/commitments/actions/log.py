"""The line of the log that everything done with a commitment leaves."""

from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User


def record(
    kind: ActivityKind,
    commitment: Commitment,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    for_programme: bool = True,
) -> None:
    """Write the line, for the programme's log too unless that is told nothing of it."""
    line = about_commitment(kind, commitment, by=by, now=now, before=before, after=after)
    if not for_programme:
        line.programme_id = None
    db.session.add(line)
    db.session.flush()
