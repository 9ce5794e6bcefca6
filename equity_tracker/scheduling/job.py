"""What the timetable runs for scheduled reports: each step of each report in a transaction of its own."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from equity_tracker.extensions import db
from equity_tracker.scheduling import queries
from equity_tracker.scheduling.actions import delivering
from equity_tracker.scheduling.desk import Ask

log = logging.getLogger(__name__)

Counts = dict[str, int]
MOST_AT_ONCE = 200
# The furthest that a wall clock anywhere is ahead of UTC.
FURTHEST_AHEAD = timedelta(hours=14)


def send_reports(now: datetime, ask: Ask, *, dry_run: bool = False) -> Counts:
    """Ask for what is due, and tell of what has been made since. Of two clocks the second finds it done."""
    counts: Counter[str] = Counter(asked=0, told=0, failed=0, left_out=0, faults=0)
    due = queries.list_to_claim((now + FURTHEST_AHEAD).date(), now)
    db.session.rollback()
    for row_id in due:
        counts += _step(row_id, lambda each: delivering.take_up(each, now, ask), dry_run=dry_run)
    for row_id in _batches(lambda last: queries.list_owed(after_id=last, most=MOST_AT_ONCE)):
        counts += _step(row_id, lambda each: delivering.ask_for(each, now, ask), dry_run=dry_run)
    for row_id in _batches(_made):
        counts += _step(row_id, lambda each: delivering.tell(each, now), dry_run=dry_run)
    return {name: counts[name] for name in ("asked", "told", "failed", "left_out", "faults")}


def _made(after_id: int) -> Sequence[int]:
    """Return the next that wait for nothing any more; an empty list only when there are none after them."""
    while rows := queries.list_asked(after_id=after_id, most=MOST_AT_ONCE):
        reports = queries.find_reports({report for _, report in rows})
        ready = [key for key, report in rows if report not in reports or not reports[report].is_waiting]
        if ready:
            return ready
        after_id = rows[-1][0]
    return []


def _batches(list_after: Callable[[int], Sequence[int]]) -> Iterator[int]:
    """Yield ids batch by batch; no transaction is open while one of them is worked on."""
    last = 0
    while batch := list(list_after(last)):
        db.session.rollback()
        yield from batch
        last = batch[-1]
    db.session.rollback()


def _step(row_id: int, act: Callable[[int], list[str]], *, dry_run: bool) -> Counter[str]:
    """Do it for one; what fails there holds up no other, and is tried again at the next run."""
    try:
        counts = Counter(act(row_id))
        if dry_run:
            db.session.rollback()
        else:
            db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("A report on its way (%s) could not go on", row_id)
        return Counter(faults=1)
    return counts
