"""What workers and the timetable run for the open data: asking each night, making, and clearing up.

While a release is being made one transaction reads and locks nothing; none is open while its file is kept.
"""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.open_data import actions
from equity_tracker.open_data.actions import Press
from equity_tracker.open_data.queries import releases

log = logging.getLogger(__name__)

DataPress = Press
Counts = dict[str, int]
# The date that the public pages go by.
PUBLIC_ZONE = ZoneInfo("Europe/London")
REVISE_FOR_SECONDS = 40
LEFT_BEHIND_AFTER = timedelta(days=1)


def open_data_press(storage_url: str, *, base_url: str, addresses: Mapping[str, str]) -> Press:
    return Press(Storage.from_url(storage_url), base_url, addresses)


def ask_nightly(now: datetime, *, dry_run: bool = False) -> Counts:
    """Ask for the release of this night, once, however many clocks do."""
    name = f"night {_today(now).isoformat()}"
    if dry_run:
        return {"asked": int(not releases.is_asked(name))}
    asked = actions.ask_for_release(name, now=now) is not None
    db.session.commit()
    return {"asked": int(asked)}


def make_waiting_releases(now: datetime, press: Press, *, dry_run: bool = False) -> Counts:
    """Make what waits, one after another; then revise what holds something that was taken back since."""
    counts: Counter[str] = Counter(waiting=0, done=0, unchanged=0, delayed=0, given_up=0, revised=0)
    if dry_run:
        counts["waiting"] = int(releases.find_waiting(now) is not None)
        return dict(counts)
    counts["given_up"] = actions.set_aside_given_up(now)
    db.session.commit()
    tried: set[int] = set()
    while (row_id := releases.find_waiting(now)) is not None and row_id not in tried:
        tried.add(row_id)
        outcome = make_release(row_id, now, press)
        if outcome is None:
            break
        counts[outcome] += 1
    db.session.rollback()
    counts["revised"] = revise_releases(now, press)
    return dict(counts)


def revise_releases(now: datetime, press: Press, *, for_seconds: int = REVISE_FOR_SECONDS) -> int:
    """Revise what may not be handed out, the newest first; begin no further one after `for_seconds`."""
    today, started, revised = _today(now), time.monotonic(), 0
    withheld = [offered.release for offered in releases.list_offered(today) if offered.is_withheld]
    waiting = [(row.id, row.file_key) for row in withheld]
    db.session.rollback()
    for row_id, old_key in waiting:
        if time.monotonic() - started > for_seconds:
            break
        if actions.revise_release(row_id, press, today=today):
            db.session.commit()
            revised += 1
            press.storage.delete(old_key or "")
        db.session.rollback()
    return revised


def make_release(row_id: int, now: datetime, press: Press) -> str | None:
    """Make one release; say how it went, or None when it was not ours to make."""
    order = actions.claim_release(row_id, now=now, today=_today(now), base_url=press.base_url)
    db.session.commit()
    if order is None:
        return None
    try:
        outcome = actions.make_release(order, press, now=now)
    except Exception:
        log.exception("Release %s of the open data could not be made", row_id)
        db.session.rollback()
        actions.note_delayed(order)
        outcome = "delayed"
    db.session.commit()
    return outcome


def sweep_files(now: datetime, storage: Storage, *, dry_run: bool = False) -> Counts:
    """Delete files that belong to no release: what was kept by a worker that then died."""
    counts = Counter(without_row=0)
    known = releases.list_file_keys()
    db.session.rollback()
    for key in list(storage.list(actions.FOLDER, written_before=now - LEFT_BEHIND_AFTER)):
        if key not in known:
            counts["without_row"] += 1
            if not dry_run:
                storage.delete(key)
    return dict(counts)


def _today(now: datetime) -> date:
    return now.astimezone(PUBLIC_ZONE).date()
