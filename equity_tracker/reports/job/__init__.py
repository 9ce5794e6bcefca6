"""What workers and the timetable run for reports: queueing public ones, making what waits, sweeping up.

No transaction is open while a file is being made, so that a slow one holds up nobody.
"""

import hashlib
import logging
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from equity_tracker.adapters.pdf_pages import count_pages
from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.stored_file import KEPT_UNATTACHED
from equity_tracker.reports import actions, queries
from equity_tracker.reports.actions import MadeFile, Order
from equity_tracker.reports.asking import Subject
from equity_tracker.reports.content import from_json
from equity_tracker.reports.job.press import OWN_KINDS, Kind, Press, open_press, print_again, printable, the
from equity_tracker.reports.pack import BoardPack, NotInThePack
from equity_tracker.reports.queries.gather_pack import gather_pack

__all__ = ["OWN_KINDS", "BoardPack", "Kind", "Press", "gather_pack", "open_press", "print_again", "the"]

log = logging.getLogger(__name__)

Counts = dict[str, int]
# The date that the public pages go by.
PUBLIC_ZONE = ZoneInfo("Europe/London")
# A sweep begins no report after this, so that it ends in time for the next; a worker goes on for longer.
SWEEP_FOR_SECONDS = 15
WORKER_FOR_SECONDS = 240
MOST_IN_ONE_SWEEP = 50
FOLDER = "reports"


def queue_public_reports(now: datetime, *, dry_run: bool = False) -> Counts:
    """Ask for a new public report of each organisation whose published record says something else now."""
    counts: Counter[str] = Counter(looked_at=0, queued=0, failed=0)
    today = now.astimezone(PUBLIC_ZONE).date()
    for organisation_id in _changed(now):
        counts["looked_at"] += 1
        try:
            organisation = db.session.get_one(Organisation, organisation_id)
            if actions.queue_public_report(organisation, now=now, today=today) is not None:
                counts["queued"] += 1
            if dry_run:
                db.session.rollback()
            else:
                db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("The public report of organisation %s was not queued", organisation_id)
            counts["failed"] += 1
    return dict(counts)


def _changed(now: datetime) -> Iterator[int]:
    """Yield ids batch by batch; no transaction is open between two of them."""
    last, today = 0, now.astimezone(PUBLIC_ZONE).date()
    while batch := queries.list_changed(now, today, after_id=last):
        db.session.rollback()
        yield from batch
        last = batch[-1]
    db.session.rollback()


def make_waiting_reports(
    now: datetime, press: Press, *, for_seconds: int = SWEEP_FOR_SECONDS, dry_run: bool = False
) -> Counts:
    """Make what waits, one after another, what people asked for first; begin nothing after `for_seconds`.

    Say how much was left waiting because the time was up.
    """
    counts: Counter[str] = Counter(waiting=0, done=0, refused=0, delayed=0, given_up=0)
    if dry_run:
        counts["waiting"] = len(queries.list_to_make(now, most=MOST_IN_ONE_SWEEP))
        return dict(counts)
    counts["given_up"] = actions.set_aside_given_up(now)
    db.session.commit()
    started, moment = time.monotonic(), now
    tried: set[int] = set()
    while (row_id := _next(moment, tried)) is not None:
        if moment > now + timedelta(seconds=for_seconds):
            counts["waiting"] = len(queries.list_to_make(moment, most=MOST_IN_ONE_SWEEP))
            break
        tried.add(row_id)
        outcome = make_report(row_id, moment, press)
        if outcome is not None:
            counts[outcome] += 1
        moment = now + timedelta(seconds=time.monotonic() - started)
    return dict(counts)


def _next(now: datetime, tried: set[int]) -> int | None:
    """Find what to make next, unless enough is being made already."""
    found = None
    if queries.count_being_made(now) < actions.MOST_AT_ONCE:
        waiting = queries.list_to_make(now, most=MOST_IN_ONE_SWEEP)
        found = next((row_id for row_id in waiting if row_id not in tried), None)
    db.session.commit()
    return found


def make_report(row_id: int, now: datetime, press: Press) -> str | None:
    """Make one report; say how it went, or None when it was not ours to make."""
    order = actions.claim_report(row_id, now)
    db.session.commit()
    if order is None:
        return None
    outcome = _make(order, now, press)
    db.session.commit()
    return outcome


def _make(order: Order, now: datetime, press: Press) -> str:
    try:
        file, content_key = _issue(order, now, press)
    except (Refused, NotInThePack) as refused:
        log.warning("Report %s was refused: %s", order.row_id, refused)
        db.session.rollback()
        actions.note_refused(order, str(refused), now=now)
        return "refused"
    except Exception:
        log.exception("Report %s could not be made", order.row_id)
        db.session.rollback()
        actions.note_delayed(order, now=now)
        return "delayed"
    if actions.note_done(order, file, content_key, now=now):
        return "done"
    for key in file.keys:
        press.storage.delete(key)
    return "delayed"


def _issue(order: Order, now: datetime, press: Press) -> tuple[MadeFile, str]:
    """1. Read, and store what was read. 2. Let go of the database. 3. Print what was stored.

    4. Put the file away under a name nobody can guess.
    """
    report = the(queries.find_report(order.row_id))
    report = actions.note_content(order, press.kinds[report.kind].gather(report))
    html, content_key = printable(report, now, press), report.content_key
    content = from_json(the(report.data), press.kinds[report.kind].content)
    folder = f"{FOLDER}/{report.owner.public_id}"
    db.session.commit()
    made = press.render(html, now)
    archived = press.archive(made, content, now) if press.archive else None
    key, digest = _put_away(made, folder, press.storage)
    file = MadeFile(key=key, hash=digest, pages=count_pages(made))
    if archived is not None:
        archive_key, archive_hash = _put_away(archived, folder, press.storage)
        file = replace(file, archive_key=archive_key, archive_hash=archive_hash)
    return file, content_key


def _put_away(made: bytes, folder: str, storage: Storage) -> tuple[str, str]:
    """Return where it is and its SHA-256."""
    key = f"{folder}/{secrets.token_hex(16)}.pdf"
    storage.put(key, made)
    return key, hashlib.sha256(made).hexdigest()


def sweep_reports(now: datetime, storage: Storage, *, dry_run: bool = False) -> Counts:
    """Delete printed files that no row names a day after they were written: their worker had died by then.

    The files of whoever has one in hand are left alone. A file is written before its row, and rows are
    looked at after files were found, so what a worker has just put away is in its hand or in its row.
    """
    counts: Counter[str] = Counter(without_row=0)
    before = now - KEPT_UNATTACHED
    for key in storage.list_unclaimed(FOLDER, written_before=before, claimed=_claimed):
        counts["without_row"] += 1
        if not dry_run:
            storage.delete(key)
    return dict(counts)


def _claimed(keys: Sequence[str]) -> set[str]:
    """Return the keys that a row names, and those of whoever has one in hand.

    Who has one is asked first: what is noted down between the two questions is then in one answer at least.
    """
    in_hand = queries.list_in_hand()
    named = queries.list_known_keys(keys)
    db.session.commit()
    return named | {key for key in keys if key.split("/")[1] in in_hand}


def ask_report(choice: Choice, subject: Subject, now: datetime) -> str:
    """Ask for what the timetable owes; return the report's public id. It writes, and commits not."""
    return actions.request(choice, subject=subject, by=None, now=now).public_id
