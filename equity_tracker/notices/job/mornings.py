"""What the timetable runs for notices: writing what is due, and letting go what has gathered.

Each part commits by itself, so that one that fails holds up no other, and any number may run at once.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from equity_tracker.extensions import db
from equity_tracker.model.programme import Programme
from equity_tracker.notices import queries
from equity_tracker.notices.actions import gathering, questions, reminders, weekly

log = logging.getLogger(__name__)

Counts = dict[str, int]
Key = TypeVar("Key", int, str)
# The furthest that a wall clock anywhere is ahead of UTC.
FURTHEST_AHEAD = timedelta(hours=14)
# As many reminders as are claimed in one transaction, so that nobody waits long for it to end.
MOST_AT_ONCE = 2000


def write_mornings(now: datetime, *, dry_run: bool = False) -> Counts:
    """Write all that is due to be written, and then let everybody's morning mail go."""
    counts: Counter[str] = Counter()
    for part in (queue_due_notices, queue_still_in_place, queue_weekly_notices, gather_mails):
        for name, number in part(now, dry_run=dry_run).items():
            counts["let_go" if part is gather_mails and name == "mails" else name] += number
    return dict(counts)


def queue_due_notices(now: datetime, *, dry_run: bool = False) -> Counts:
    """Write the reminders whose day has come, some organisations at a time."""
    counts: Counter[str] = Counter(reminded=0, mails=0, passed_over=0, failed=0)
    until = (now + FURTHEST_AHEAD).date()

    def write(ids: Sequence[int]) -> Counter[str]:
        return reminders.write_reminders(ids, now)

    for ids in _together(lambda last: queries.list_organisations_to_remind(until, after_id=last)):
        counts.update(_each(ids, write, "The reminders of organisation %s were not written", dry_run=dry_run))
    return dict(counts)


def queue_still_in_place(now: datetime, *, dry_run: bool = False) -> Counts:
    """Ask, a year after a commitment was met, whether it is still in place: organisation by organisation."""
    counts: Counter[str] = Counter(asked=0, mails=0, passed_over=0, failed=0)
    until = (now + FURTHEST_AHEAD).date()

    def ask(ids: Sequence[int]) -> Counter[str]:
        return questions.ask_again(ids[0], now)

    for key in _ids(lambda last: queries.list_organisations_to_ask_again(until, after_id=last)):
        counts.update(_each([key], ask, "Organisation %s was not asked anything", dry_run=dry_run))
    return dict(counts)


def queue_weekly_notices(now: datetime, *, dry_run: bool = False) -> Counts:
    """Write to each coordinator, on the Monday or the first chance after it, what is still awaited."""
    counts: Counter[str] = Counter(mails=0, failed=0)

    def write(ids: Sequence[int]) -> Counter[str]:
        return Counter(mails=weekly.write_weekly(db.session.get_one(Programme, ids[0]), now))

    for key in _ids(lambda last: queries.list_open_programmes(after_id=last)):
        counts.update(_each([key], write, "The weekly mail of programme %s was not written", dry_run=dry_run))
    return dict(counts)


def gather_mails(now: datetime, *, dry_run: bool = False) -> Counts:
    """Let go what has gathered, to everybody who is awake and has not had their mail of today."""
    counts: Counter[str] = Counter(mails=0, gathered=0, at_once=0, left_out=0, failed=0)

    def gather(addresses: Sequence[str]) -> Counter[str]:
        return gathering.gather(addresses, now)

    last = ""
    while recipients := queries.list_readers_who_wait(after=last):
        last = recipients[-1]
        db.session.rollback()
        counts.update(_each(recipients, gather, "What has gathered for a reader stays%s", dry_run=dry_run))
    db.session.rollback()
    return dict(counts)


def _each(
    keys: Sequence[Key], act: Callable[[Sequence[Key]], Counter[str]], complaint: str, *, dry_run: bool
) -> Counter[str]:
    """Do it for all in one transaction; if that fails, for each in one of its own, whatever fails then."""
    try:
        counts = act(keys)
        _end(dry_run=dry_run)
    except Exception:
        db.session.rollback()
        if len(keys) > 1:
            return sum((_each([key], act, complaint, dry_run=dry_run) for key in keys), Counter())
        # An address is nobody's business in a log.
        log.exception(complaint, keys[0] if isinstance(keys[0], int) else "")
        return Counter(failed=1)
    return counts


def _together(list_after: Callable[[int], Sequence[Any]]) -> Iterator[list[int]]:
    """Yield ids of organisations, as many at a time as have a transaction's worth of reminders."""
    last, ids, due = 0, list[int](), 0
    while batch := list_after(last):
        db.session.rollback()
        for row in batch:
            ids.append(row.id)
            due += row.due
            if due >= MOST_AT_ONCE:
                yield ids
                ids, due = [], 0
        last = batch[-1].id
    db.session.rollback()
    if ids:
        yield ids


def _ids(list_after: Callable[[int], Any]) -> Iterator[int]:
    """Yield ids batch by batch; no transaction is open while one of them is worked on."""
    last = 0
    while batch := [row.id for row in list_after(last)]:
        db.session.rollback()
        yield from batch
        last = batch[-1]
    db.session.rollback()


def _end(*, dry_run: bool) -> None:
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
