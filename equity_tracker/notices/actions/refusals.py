"""When a server says that an address takes nothing: it is remembered, and somebody else is reminded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import bindparam, delete, select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.recipients import Recipient, Team
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.notices import emails, queries
from equity_tracker.notices.actions.reminders import owners_of
from equity_tracker.notices.awaited import Awaited
from equity_tracker.notices.emails import Subject
from equity_tracker.notices.steps import Notice, local

# Put together once: every message that is sent runs it.
_TAKEN = delete(RefusedAddress.__table__).where(RefusedAddress.__table__.c.address == bindparam("taken"))  # type: ignore[arg-type]
REMINDERS = {Notice.BEFORE_DUE.value, Notice.OVERDUE.value}


@dataclass(frozen=True)
class _Reminder:
    """What a message was to remind of: by the check-ins it names, or by who was reminded that day."""

    notice: Notice
    organisation_id: int
    ids: Sequence[str] = ()
    programme_id: int | None = None
    written_at: datetime | None = None

    @classmethod
    def of(cls, row: OutgoingEmail) -> Self:
        return cls(
            Notice(row.name),
            row.organisation_id or 0,
            programme_id=row.programme_id,
            written_at=row.created_at,
        )


def note_address_refused(email: OutgoingEmail, reason: str, now: datetime) -> None:
    """Remember the address, and write what it was to be reminded of to whoever is next.

    Of a message that was taken first and came back later the words are gone: the rows say what it was about.
    """
    known = db.session.scalar(select(RefusedAddress).where(RefusedAddress.address == email.recipient))
    if known is None:
        db.session.add(RefusedAddress(address=email.recipient, refused_at=now, reason=reason))
    else:
        known.refused_at, known.reason = now, reason
    db.session.flush()
    for reminder in _reminders(email):
        _write_to_the_next(email, reminder, now)


def note_address_taken(address: str) -> None:
    """Forget that the address ever refused anything."""
    db.session.execute(_TAKEN, {"taken": address})


def _reminders(email: OutgoingEmail) -> list[_Reminder]:
    """Return the reminders that a message is, or holds."""
    if not email.context:
        rows = [email, *queries.list_gathered_into(email)]
        return [_Reminder.of(row) for row in rows if row.name in REMINDERS and row.organisation_id]
    parts = email.context.get("parts") or [
        {"name": email.name, "organisation_id": email.organisation_id, "context": email.context}
    ]
    return [
        _Reminder(
            Notice(part["name"]),
            part["organisation_id"],
            ids=[each["expected_id"] for each in part["context"]["check_ins"]],
        )
        for part in parts
        if part["name"] in REMINDERS
    ]


def _check_ins(reminder: _Reminder, team: Team) -> list[Awaited]:
    if reminder.written_at is None:
        return queries.list_of_organisation(reminder.organisation_id, reminder.ids)
    day = local(reminder.written_at, team.place.time_zone).date()
    rows = queries.list_reminded_on(reminder.organisation_id, reminder.programme_id, day)
    return [row for row in rows if (row.due_on < day) == (reminder.notice is Notice.OVERDUE)]


def _write_to_the_next(email: OutgoingEmail, reminder: _Reminder, now: datetime) -> None:
    organisation_id = reminder.organisation_id
    [team] = queries.list_teams([organisation_id], now, keep=False)
    rows = [row for row in _check_ins(reminder, team) if row.is_wanted]
    holders = queries.find_holders([organisation_id], [row.commitment_key for row in rows])
    people = owners_of({organisation_id: team}, rows, holders)
    mails: defaultdict[tuple[Subject, Recipient], list[Awaited]] = defaultdict(list)
    for row in rows:
        for person in people[row.id]:
            mails[Subject(reminder.notice, organisation_id, row.programme_id), person].append(row)
    # Who was reminded of the same that morning knows already.
    day = local(email.created_at, team.place.time_zone).date()
    keys = {mail: emails.reminder_key(mail[0], team.place, mail[1], day) for mail in mails}
    known = queries.find_written(keys.values())
    today = local(now, team.place.time_zone).date()
    because = f":{email.message_id}"
    for (subject, person), its_rows in mails.items():
        if keys[subject, person] not in known:
            db.session.add(
                emails.reminder(subject, team.place, person, its_rows, today=today, now=now, because=because)
            )
    db.session.flush()
