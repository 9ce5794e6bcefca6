"""What the timetable runs for followers: their mails each morning, and deleting what has served its time."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from equity_tracker.extensions import db
from equity_tracker.following import queries
from equity_tracker.following.actions import gathering, noticing, sweeping
from equity_tracker.following.actions.edition import Edition, read_edition
from equity_tracker.following.sections import MORNING, on_the_wall
from equity_tracker.model.time_zones import HOME_ZONE

log = logging.getLogger(__name__)

Counts = dict[str, int]
MOST_AT_ONCE = 200
# Sent mails are kept so long that a worker has let go of them, and no longer than it takes to ask about one.
MAILS_KEPT = timedelta(days=7)


def write_to_followers(now: datetime, *, dry_run: bool = False) -> Counts:
    """Write to everybody whose day it is what is new of what they follow; from seven in the morning."""
    counts: Counter[str] = Counter(mails=0, looked_at=0, ended=0, failed=0)
    at_home = on_the_wall(now, HOME_ZONE)
    today = at_home.date()
    if at_home.time() < MORNING or queries.first_untold(today) is None:
        db.session.rollback()
        return dict(counts)
    noticing.notice_news(now, today)
    edition = read_edition(queries.first_untold(today) or 0, today)
    if not dry_run:
        db.session.commit()
    last = 0
    while ids := queries.list_due(today, after_id=last, most=MOST_AT_ONCE):
        last = ids[-1]
        counts.update(_write(ids, edition, now, today, dry_run=dry_run))
    db.session.rollback()
    return dict(counts)


def _write(
    ids: Sequence[int], edition: Edition, now: datetime, today: date, *, dry_run: bool
) -> Counter[str]:
    """Write to all of them in one transaction; if that fails, to each in one of its own."""
    try:
        with db.session.begin_nested():
            counts = gathering.write_news(ids, edition, now=now, today=today)
        if not dry_run:
            db.session.commit()
    except Exception:
        db.session.rollback()
        if len(ids) > 1:
            return sum((_write([each], edition, now, today, dry_run=dry_run) for each in ids), Counter())
        log.exception("Follower %s was not written to", ids[0])
        return Counter(failed=1)
    return counts


def sweep_follows(now: datetime) -> int:
    """Delete requests that nobody confirmed, mails that are over, and what is known of stopped addresses."""
    deleted = sweeping.delete_what_is_over(now, mails_before=now - MAILS_KEPT)
    db.session.commit()
    return deleted
