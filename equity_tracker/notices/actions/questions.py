"""*Still in place?*: the questions of the year after are claimed, and people get one mail about them."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import update

from equity_tracker.extensions import db
from equity_tracker.model import asked_again
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Recipient, Team, holders_of
from equity_tracker.model.still_in_place import StillInPlace
from equity_tracker.notices import emails, queries
from equity_tracker.notices.actions.claims import changes_one_row
from equity_tracker.notices.steps import MORNING, is_asked, local


def ask_again(organisation_id: int, now: datetime) -> Counter[str]:
    """Claim the questions of the year after that are due here, and write each person one mail about them."""
    counts: Counter[str] = Counter()
    for team in queries.list_teams([organisation_id], now):
        on_the_wall = local(now, team.place.time_zone)
        if on_the_wall.time() >= MORNING:
            counts += _ask(team, on_the_wall.date(), now)
    return counts


def _ask(team: Team, today: date, now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    rows = queries.list_asked_again(team.place.id, today)
    mails: dict[tuple[Programme, Recipient], list[StillInPlace]] = {}
    for row in rows:
        commitment = row.commitment
        to = team.owners(holders_of(commitment)) if is_asked(row) else set()
        keys = [emails.asked_again_key(commitment.programme, team.place, person, today) for person in to]
        if queries.find_written(keys) or not _claim_question(row, today):
            continue  # Such a mail was written this morning; what came up since waits for the next.
        counts["asked" if to else "passed_over"] += 1
        for person in to:
            mails.setdefault((commitment.programme, person), []).append(row)
    for (programme, recipient), its_rows in mails.items():
        db.session.add(emails.asked_again(programme, team.place, recipient, its_rows, today=today, now=now))
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
