"""What the timetable runs for programmes: rounds that open and close by themselves, launches at their minute,
and practice that begins anew every week.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.round_plan import MORNING
from equity_tracker.model.time_zones import HOME_ZONE
from equity_tracker.programmes.actions import rounds as actions
from equity_tracker.programmes.actions.practice import reset_practice
from equity_tracker.programmes.actions.programme import lift_embargo
from equity_tracker.programmes.queries import rounds as queries
from equity_tracker.programmes.queries.practice import list_practice
from equity_tracker.programmes.queries.programmes import list_to_launch

log = logging.getLogger(__name__)

Counts = dict[str, int]
# The furthest that a wall clock anywhere is ahead of UTC.
FURTHEST_AHEAD = timedelta(hours=14)


def open_and_close_rounds(now: datetime, *, dry_run: bool = False) -> Counts:
    """Open the rounds whose opening day has come, and close those whose last day is over.

    Each in a transaction of its own. Of two clocks the second finds it done, and does nothing.
    """
    counts: Counter[str] = Counter(opened=0, closed=0, refused=0, failed=0)
    ids = queries.list_rounds_to_move((now + FURTHEST_AHEAD).date())
    db.session.rollback()
    for round_id in ids:
        try:
            counts.update(_move(db.session.get_one(Round, round_id), now))
            if dry_run:
                db.session.rollback()
            else:
                db.session.commit()
        except Refused:
            db.session.rollback()
            counts["refused"] += 1
        except Exception:
            db.session.rollback()
            log.exception("Round %s could not be opened or closed", round_id)
            counts["failed"] += 1
    return dict(counts)


def _move(round_: Round, now: datetime) -> list[str]:
    """Open or close the round, if it is time on the wall where the coordinating body is."""
    on_the_wall = now.astimezone(ZoneInfo(round_.programme.coordinating_body.time_zone))
    today = on_the_wall.date()
    if on_the_wall.time() < MORNING:
        return []
    if round_.state is RoundState.PLANNED and round_.opens_by_itself and round_.opens_on <= today:
        actions.open_round(round_, by=None, now=now, today=today)
        return ["opened"]
    if round_.state is RoundState.OPEN and round_.closes_by_itself and round_.closes_on < today:
        actions.close_round(round_, by=None, now=now, today=today)
        return ["closed"]
    return []


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
