"""Reminders: what is due is claimed, and each person gets one mail of each kind about it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import update

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.recipients import Recipient, approvers, owners
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.notices import emails, queries
from equity_tracker.notices.actions.claims import changes_one_row
from equity_tracker.notices.steps import (
    APPROVERS_FROM,
    MORNING,
    Notice,
    is_wanted,
    latest_step,
    local,
    notice_of,
)


def write_reminders(organisation: Organisation, now: datetime) -> Counter[str]:
    """Claim the reminders that are due in this organisation, and write each person one mail of each kind."""
    counts: Counter[str] = Counter()
    on_the_wall = local(now, organisation.time_zone)
    if on_the_wall.time() < MORNING:
        return counts
    today = on_the_wall.date()
    rows = queries.list_due(organisation, today)
    addressed = _address(organisation, [row for row in rows if is_wanted(row)], today)
    full = _written_today(organisation, addressed, today)
    mails: dict[tuple[Notice, Recipient], list[ExpectedCheckIn]] = {}
    for row in rows:
        to = addressed.get(row.id, set())
        if to & full:
            continue  # Such a mail went out this morning; what came up since waits for the next.
        if not _claim(row, next_reminder_day(row.due_on, after=today), today if to else None):
            continue
        counts["reminded" if to else "passed_over"] += 1
        for mail in to:
            mails.setdefault(mail, []).append(row)
    for (notice, recipient), its_rows in mails.items():
        db.session.add(emails.reminder(notice, organisation, recipient, its_rows, today=today, now=now))
    counts["mails"] += len(mails)
    db.session.flush()
    return counts


def _address(
    organisation: Organisation, rows: list[ExpectedCheckIn], today: date
) -> dict[int, set[tuple[Notice, Recipient]]]:
    """Say of each row which mail, to whom, it belongs in."""
    if not rows:
        return {}
    members = queries.list_members(organisation)
    editors = queries.last_editors(organisation, [row.commitment for row in rows])
    addressed: dict[int, set[tuple[Notice, Recipient]]] = {}
    for row in rows:
        step = latest_step(row.due_on, today)
        if step is None:
            continue
        people = owners(organisation, members, row.commitment, editors.get(row.commitment.public_id))
        if step >= APPROVERS_FROM:
            people |= approvers(organisation, members)
        addressed[row.id] = {(notice_of(step), person) for person in people}
    return addressed


def _written_today(
    organisation: Organisation, addressed: Mapping[int, set[tuple[Notice, Recipient]]], today: date
) -> set[tuple[Notice, Recipient]]:
    """Return which of these mails have been written today already."""
    keys = {
        (notice, recipient): emails.reminder_key(notice, organisation, recipient, today)
        for mails in addressed.values()
        for notice, recipient in mails
    }
    written = queries.find_written(keys.values())
    return {mail for mail, key in keys.items() if key in written}


def _claim(row: ExpectedCheckIn, next_reminder_on: date | None, reminded_on: date | None) -> bool:
    """Move the row on to its next step, unless another clock did so or a report came in meanwhile."""
    told = {
        "reminders": ExpectedCheckIn.reminders + 1,
        "last_reminded_on": reminded_on,
    }
    return changes_one_row(
        update(ExpectedCheckIn)
        .where(
            ExpectedCheckIn.organisation_id == row.organisation_id,
            ExpectedCheckIn.id == row.id,
            ExpectedCheckIn.next_reminder_on == row.next_reminder_on,
            ExpectedCheckIn.reported_on.is_not_distinct_from(row.reported_on),
        )
        .values(next_reminder_on=next_reminder_on, **(told if reminded_on else {}))
    )
