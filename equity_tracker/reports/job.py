"""What workers and the timetable run for reports: queueing public ones, making what waits, sweeping up.

No transaction is open while a file is being made, so that a slow one holds up nobody.
"""

import hashlib
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from equity_tracker.adapters import pdf
from equity_tracker.adapters.pdf_pages import count_pages
from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.stored_file import KEPT_UNATTACHED
from equity_tracker.reports import actions, queries
from equity_tracker.reports.actions import MadeFile, Order

log = logging.getLogger(__name__)

Counts = dict[str, int]
Row = tuple[queries.Kind, int]
# The date that the public pages go by.
PUBLIC_ZONE = ZoneInfo("Europe/London")
# A sweep begins no report after this, so that it ends in time for the next; a worker goes on for longer.
SWEEP_FOR_SECONDS = 15
WORKER_FOR_SECONDS = 240
MOST_IN_ONE_SWEEP = 50
FOLDER = "reports"


class Printable(Protocol):
    """What a report says: every word and number of it, and the template that lays it out."""

    @property
    def template(self) -> str: ...

    @property
    def content_key(self) -> str: ...


@dataclass(frozen=True)
class Press:
    """What makes a file: who gathers a board paper, fills templates and prints, and where files are kept."""

    fill: Callable[[Printable], str]
    render: Callable[[str, datetime], bytes]
    storage: Storage
    gather_paper: Callable[[Programme, date], Printable]


def open_press(
    storage_url: str,
    *,
    fill: Callable[[Printable], str],
    gather_paper: Callable[[Programme, date], Printable],
) -> Press:
    return Press(fill, _render, Storage.from_url(storage_url), gather_paper)


def _render(html: str, made_at: datetime) -> bytes:
    return pdf.render(html, assets=pdf.Assets(), made_at=made_at)


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
    """Make what waits, one after another, what people asked for first; begin nothing after `for_seconds`."""
    counts: Counter[str] = Counter(waiting=0, done=0, refused=0, delayed=0, given_up=0)
    if dry_run:
        counts["waiting"] = len(queries.list_all_to_make(now, most=MOST_IN_ONE_SWEEP))
        return dict(counts)
    counts["given_up"] = actions.set_aside_given_up(now)
    db.session.commit()
    started = time.monotonic()
    tried: set[Row] = set()
    while (spent := time.monotonic() - started) <= for_seconds:
        moment = now + timedelta(seconds=spent)
        row = _next(moment, tried)
        if row is None:
            break
        tried.add(row)
        outcome = make_report(row[1], moment, press, kind=row[0])
        if outcome is not None:
            counts[outcome] += 1
    return dict(counts)


def _next(now: datetime, tried: set[Row]) -> Row | None:
    """Find what to make next, unless enough is being made already."""
    found = None
    if queries.count_being_made(now) < actions.MOST_AT_ONCE:
        waiting = queries.list_all_to_make(now, most=MOST_IN_ONE_SWEEP)
        found = next((row for row in waiting if row not in tried), None)
    db.session.commit()
    return found


def make_report(row_id: int, now: datetime, press: Press, *, kind: queries.Kind = Report) -> str | None:
    """Make one report; say how it went, or None when it was not ours to make."""
    order = actions.claim_report(row_id, now, kind)
    db.session.commit()
    if order is None:
        return None
    outcome = _make(order, now, press)
    db.session.commit()
    return outcome


def _make(order: Order, now: datetime, press: Press) -> str:
    try:
        file = _print(order, press)
    except pdf.RenderRefused as refused:
        log.warning("%s %s was refused: %s", order.kind.__name__, order.row_id, refused)
        db.session.rollback()
        actions.note_refused(order, str(refused))
        return "refused"
    except Exception:
        log.exception("%s %s could not be made", order.kind.__name__, order.row_id)
        db.session.rollback()
        actions.note_delayed(order)
        return "delayed"
    if actions.note_done(order, file, now=now):
        return "done"
    press.storage.delete(file.key)
    return "delayed"


def _print(order: Order, press: Press) -> MadeFile:
    """1. Read. 2. Let go of the database. 3. Print. 4. Put the file away under a name nobody can guess."""
    report = _gathered(order, press)
    key = f"{FOLDER}/{order.subject.public_id}/{secrets.token_hex(16)}.pdf"
    db.session.commit()
    made = press.render(press.fill(report), order.asked_at)
    press.storage.put(key, made)
    return MadeFile(
        key=key,
        hash=hashlib.sha256(made).hexdigest(),
        pages=count_pages(made),
        content_key=report.content_key,
    )


def _gathered(order: Order, press: Press) -> Printable:
    if isinstance(order.subject, Programme):
        return press.gather_paper(order.subject, order.as_of)
    return queries.status_report(order.subject, order.edition, order.as_of)


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


def ask_report(choice: Choice, subject: Organisation | Programme, now: datetime) -> str:
    """Ask for what the timetable owes; return the report's public id. It writes, and commits not."""
    return actions.request(choice, subject=subject, by=None, now=now).public_id
