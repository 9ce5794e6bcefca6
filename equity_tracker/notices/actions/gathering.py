"""The morning's mail: what has gathered for somebody goes out as one, or by itself if it is one thing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from equity_tracker.extensions import db
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.notices import emails, queries
from equity_tracker.notices.mornings import Reader, sort_out
from equity_tracker.notices.steps import Notice, local

REMINDERS = {Notice.BEFORE_DUE, Notice.OVERDUE}


def gather(recipients: Sequence[str], now: datetime) -> Counter[str]:
    """Let go what has gathered for these addresses, as far as its time has come."""
    counts: Counter[str] = Counter()
    readers = queries.find_readers(recipients, now)
    held = queries.list_held(recipients)
    for address, rows in groupby(held, key=lambda row: row.recipient):
        counts += _let_go(list(rows), readers[address], now)
    db.session.flush()
    return counts


def _let_go(rows: Sequence[OutgoingEmail], reader: Reader, now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    found = sort_out(rows, reader, now)
    for row in found.at_once:
        row.release(now=now, on=None)
    for row in found.left_out:
        row.leave_out()
    counts["at_once"] += len(found.at_once)
    counts["left_out"] += len(found.left_out)
    still_true = [row for row in found.this_morning if _is_still_true(row, reader, found.today)]
    counts["left_out"] += len(found.this_morning) - len(still_true)
    if len(still_true) == 1:
        still_true[0].release(now=now, on=found.today)
    elif still_true:
        _put_together(still_true, reader, found.today, now)
    counts["gathered"] += len(still_true)
    counts["mails"] += bool(still_true)
    return counts


def _put_together(rows: Sequence[OutgoingEmail], reader: Reader, today: date, now: datetime) -> None:
    carrier = emails.gathered(rows, reader, now=now)
    carrier.released_on = today
    db.session.add(carrier)
    db.session.flush()
    for row in rows:
        row.state = EmailState.GATHERED
        row.gathered_into_id = carrier.id
        row.context = {}


def _is_still_true(row: OutgoingEmail, reader: Reader, today: date) -> bool:
    """Say whether there is still something to say; a reminder that was held back is written as of today."""
    if row.name not in REMINDERS or local(row.created_at, reader.time_zone).date() == today:
        return True
    ids = [each["expected_id"] for each in row.context["check_ins"]]
    found = queries.list_of_organisation(row.organisation_id or 0, ids)
    awaited = sorted((each for each in found if each.is_wanted), key=emails.by_due_date)
    if not awaited:
        row.leave_out()
        return False
    is_overdue = awaited[0].due_on < today
    row.name = Notice.OVERDUE if is_overdue else Notice.BEFORE_DUE
    row.context = row.context | emails.about(awaited, today)
    return True
