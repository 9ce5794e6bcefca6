"""Writes of notices: what is due is claimed, so that one process alone acts on it; then how it went."""

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Update, select, update
from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model import asked_again
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import LEASE, MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Recipient, approvers, owners
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.still_in_place import StillInPlace
from equity_tracker.notices import emails, queries
from equity_tracker.notices.letters import Letter, letter_of
from equity_tracker.notices.steps import (
    APPROVERS_FROM,
    MORNING,
    Notice,
    is_asked,
    is_wanted,
    latest_step,
    local,
    notice_of,
)
from equity_tracker.programmes.queries import list_coordinators

# A coordinator hears of what the owner's and the approver's own reminders have not brought.
COORDINATOR_AFTER = timedelta(days=7)
GIVEN_UP = "Every attempt ended before it was known how it went."


def choose_mail(user: User, *, reminders: bool, weekly: bool, now: datetime) -> None:
    """Keep which of the mails that people can do without somebody gets."""
    before = user.mail_choices
    user.choose_mail(reminders=reminders, weekly=weekly)
    if user.mail_choices != before:
        db.session.add(
            Activity(
                kind=ActivityKind.MAIL_CHOSEN,
                at=now,
                actor=user,
                subject_kind="person",
                subject_id=user.public_id,
                subject_name=user.name,
                before=before,
                after=user.mail_choices,
            )
        )
    db.session.flush()


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
    return _changes_one_row(
        update(ExpectedCheckIn)
        .where(
            ExpectedCheckIn.organisation_id == row.organisation_id,
            ExpectedCheckIn.id == row.id,
            ExpectedCheckIn.next_reminder_on == row.next_reminder_on,
            ExpectedCheckIn.reported_on.is_not_distinct_from(row.reported_on),
        )
        .values(next_reminder_on=next_reminder_on, **(told if reminded_on else {}))
    )


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
    return _changes_one_row(
        update(StillInPlace)
        .where(
            StillInPlace.organisation_id == row.organisation_id,
            StillInPlace.id == row.id,
            StillInPlace.next_reminder_on == row.next_reminder_on,
            StillInPlace.answered_on.is_not_distinct_from(row.answered_on),
        )
        .values(next_reminder_on=following)
    )


def write_weekly(programme: Programme, now: datetime) -> int:
    """Write this week's mail to each coordinator who has not had it; none when nothing is awaited."""
    written = 0
    for coordinator in list_coordinators(programme):
        if not coordinator.wants_weekly_mail:
            continue
        on_the_wall = local(now, coordinator.time_zone)
        today = on_the_wall.date()
        if today.weekday() == 0 and on_the_wall.time() < MORNING:
            continue
        # As of the Monday, so that a week that began with nothing to tell stays without a mail.
        monday = today - timedelta(days=today.weekday())
        if queries.find_written([emails.weekly_key(programme, coordinator, monday)]):
            continue
        rows = queries.list_unreported(programme, monday - COORDINATOR_AFTER)
        awaited = [row for row in rows if is_wanted(row)]
        if awaited:
            written += _writes(emails.weekly(programme, coordinator, awaited, monday=monday, now=now))
    return written


def _writes(email: OutgoingEmail) -> bool:
    """Write the mail; say so if another clock has just written it."""
    try:
        with db.session.begin_nested():
            db.session.add(email)
    except IntegrityError:
        return False
    return True


def claim_email(row_id: int, now: datetime) -> Letter | None:
    """Take the message for as long as its lease, unless it is posted, not due yet, or in other hands."""
    is_ours = _changes_one_row(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.id == row_id,
            OutgoingEmail.state == EmailState.WAITING,
            OutgoingEmail.due_at <= now,
            OutgoingEmail.attempts < MOST_ATTEMPTS,
            OutgoingEmail.lease_until.is_(None) | (OutgoingEmail.lease_until < now),
        )
        .values(lease_until=now + LEASE, attempts=OutgoingEmail.attempts + 1)
    )
    # Read again: the update above went past what the session may hold of the row.
    return letter_of(db.session.get_one(OutgoingEmail, row_id, populate_existing=True)) if is_ours else None


def note_sent(letter: Letter, *, now: datetime) -> None:
    row = _locked(letter)
    if row.state is not EmailState.SENT:
        row.mark_sent(now)


def note_refused(letter: Letter, reason: str) -> None:
    row = _locked(letter)
    if _is_still_ours(row, letter):
        row.mark_refused(reason)


def note_delayed(letter: Letter, reason: str, *, now: datetime) -> None:
    row = _locked(letter)
    if _is_still_ours(row, letter):
        row.mark_delayed(reason, now=now, jitter=secrets.randbelow(1000) / 1000)


def set_aside_given_up(now: datetime) -> int:
    """Set aside what was claimed for the last time by a process that then died. A person has to look."""
    result: CursorResult[Any] = db.session.execute(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.state == EmailState.WAITING,
            OutgoingEmail.attempts >= MOST_ATTEMPTS,
            OutgoingEmail.lease_until < now,
        )
        .values(state=EmailState.FAILED, lease_until=None, last_error=GIVEN_UP)
        .execution_options(synchronize_session=False)
    )  # type: ignore[assignment]
    return result.rowcount


def _locked(letter: Letter) -> OutgoingEmail:
    return db.session.scalars(
        select(OutgoingEmail)
        .where(OutgoingEmail.id == letter.row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _is_still_ours(row: OutgoingEmail, letter: Letter) -> bool:
    """A worker that comes back after its lease ran out must not undo what the next one did."""
    return row.state is EmailState.WAITING and row.attempts == letter.attempt


def _changes_one_row(statement: Update) -> bool:
    result: CursorResult[Any] = db.session.execute(statement.execution_options(synchronize_session=False))  # type: ignore[assignment]
    return result.rowcount == 1
