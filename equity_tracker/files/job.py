"""What the timetable runs for files: sweeping up what was left behind."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.files import actions, queries
from equity_tracker.model.stored_file import FOLDER, KEPT_UNATTACHED

UNFINISHED_AFTER = timedelta(hours=1)
MOST_AT_ONCE = 500


def sweep_files(now: datetime, storage: Storage, *, dry_run: bool = False) -> dict[str, int]:
    """Delete files that no evidence has named within a day, bytes without a row, and what was half written.

    A row goes before its bytes: whatever is interrupted leaves bytes without a row for the next sweep.
    """
    counts = Counter(left_behind=0, without_row=0, unfinished=0)
    before = now - KEPT_UNATTACHED
    for file in queries.list_left_behind(before, most=MOST_AT_ONCE):
        counts["left_behind"] += 1
        if not dry_run:
            key = file.storage_key
            actions.forget_file(file)
            db.session.commit()
            storage.delete(key)
    for key in storage.list_unclaimed(FOLDER, written_before=before, claimed=_claimed):
        counts["without_row"] += 1
        if not dry_run:
            storage.delete(key)
    if not dry_run:
        counts["unfinished"] = storage.clear_unfinished(now - UNFINISHED_AFTER)
    db.session.commit()
    return dict(counts)


def _claimed(keys: Sequence[str]) -> set[str]:
    """Return which keys have a row, and hold no transaction while the others are deleted."""
    known = queries.list_known_keys(keys)
    db.session.commit()
    return known
