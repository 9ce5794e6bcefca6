"""What the timetable runs for programmes: launches at their minute, and practice begins anew every week."""

from datetime import datetime
from zoneinfo import ZoneInfo

from equity_tracker.extensions import db
from equity_tracker.model.time_zones import HOME_ZONE
from equity_tracker.programmes.actions.practice import reset_practice
from equity_tracker.programmes.actions.programme import lift_embargo
from equity_tracker.programmes.queries.practice import list_practice
from equity_tracker.programmes.queries.programmes import list_to_launch

Counts = dict[str, int]


def reset_practice_programmes(now: datetime, *, dry_run: bool = False) -> Counts:
    """Reset every practice programme that is open, each in a transaction of its own."""
    programmes = list_practice()
    if not dry_run:
        for programme in programmes:
            reset_practice(programme, by=None, now=now)
            db.session.commit()
    return {"practice_programmes": len(programmes)}


def launch_programmes(now: datetime, *, dry_run: bool = False) -> Counts:
    """Launch what is to be launched by now. Two clocks at once launch each programme once."""
    programmes = list_to_launch(now)
    if dry_run:
        return {"launched": len(programmes)}
    today = now.astimezone(ZoneInfo(HOME_ZONE)).date()
    launched = 0
    for programme in programmes:
        launched += lift_embargo(programme, now=now, today=today)
        db.session.commit()
    return {"launched": launched}
