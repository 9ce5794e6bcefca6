"""*Still in place?*: the questions of the year after are claimed, and each person gets one mail about it."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import update

from equity_tracker.extensions import db
from equity_tracker.model import asked_again
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.recipients import Recipient, owners
from equity_tracker.model.still_in_place import StillInPlace
from equity_tracker.notices import emails, queries
from equity_tracker.notices.actions.claims import changes_one_row
from equity_tracker.notices.steps import MORNING, is_asked, local


def ask_again(organisation: Organisation, now: datetime) -> Counter[str]:
    """Claim the questions of the year after that are due here, and write each person one mail about them."""
    counts: Counter[str] = Counter()
    on_the_wall = local(now, organisation.time_zone)
    if on_the_wall.time() < MORNING:
        return counts
    today = on_the_wall.date()
    rows = queries.list_asked_again(organisation, today)
    members = queries.list_members(organisation)
    editors = queries.last_editors(organisation, [row.commitment for row in rows])
    mails: dict[Recipient, list[StillInPlace]] = {}
    for row in rows:
        last_editor = editors.get(row.commitment.public_id)
        to = owners(organisation, members, row.commitment, last_editor) if is_asked(row) else set()
        full = {
            person
            for person in to
            if queries.find_written([emails.asked_again_key(organisation, person, today)])
        }
        if full or not _claim_question(row, today):
            continue
        counts["asked" if to else "passed_over"] += 1
        for person in to:
            mails.setdefault(person, []).append(row)
    for recipient, its_rows in mails.items():
        db.session.add(emails.asked_again(organisation, recipient, its_rows, today=today, now=now))
    counts["mails"] += len(mails)
    db.session.flush()
    return counts


def _claim_question(row: StillInPlace, today: date) -> bool:
    """Move the question on to its next mail, unless another clock did so or an answer came meanwhile."""
    following = asked_again.next_reminder_day(row.due_on, today) if row.due_on else None
    return changes_one_row(
        update(StillInPlace)
        .where(
            StillInPlace.organisation_id == row.organisation_id,
            StillInPlace.id == row.id,
            StillInPlace.next_reminder_on == row.next_reminder_on,
            StillInPlace.answered_on.is_not_distinct_from(row.answered_on),
        )
        .values(next_reminder_on=following)
    )
