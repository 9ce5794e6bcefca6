"""What the timetable runs for programmes: practice begins anew every week."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.programmes.actions.practice import reset_practice
from equity_tracker.programmes.queries.practice import list_practice

Counts = dict[str, int]


def reset_practice_programmes(now: datetime, *, dry_run: bool = False) -> Counts:
    """Reset every practice programme that is open, each in a transaction of its own."""
    programmes = list_practice()
    if not dry_run:
        for programme in programmes:
            reset_practice(programme, by=None, now=now)
            db.session.commit()
    return {"practice_programmes": len(programmes)}
