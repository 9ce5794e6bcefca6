"""When a server says that an address takes nothing: it is remembered, and somebody else is reminded."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.recipients import Recipient
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.notices import emails, queries
from equity_tracker.notices.actions.reminders import owners_of
from equity_tracker.notices.awaited import Awaited
from equity_tracker.notices.emails import Subject
from equity_tracker.notices.steps import Notice, local

# Put together once: every message that is sent runs it.
_TAKEN = delete(RefusedAddress.__table__).where(RefusedAddress.__table__.c.address == bindparam("taken"))  # type: ignore[arg-type]
REMINDERS = {Notice.BEFORE_DUE.value, Notice.OVERDUE.value}


def note_address_refused(email: OutgoingEmail, reason: str, now: datetime) -> None:
    """Remember the address, and write what it was to be reminded of to whoever is next."""
    known = db.session.scalar(select(RefusedAddress).where(RefusedAddress.address == email.recipient))
    if known is None:
        db.session.add(RefusedAddress(address=email.recipient, refused_at=now, reason=reason))
    else:
        known.refused_at, known.reason = now, reason
    db.session.flush()
    parts = email.context.get("parts") or [
        {"name": email.name, "organisation_id": email.organisation_id, "context": email.context}
    ]
    for part in parts:
        if part["name"] in REMINDERS:
            _write_to_the_next(email, part, now)


def note_address_taken(address: str) -> None:
    """Forget that the address ever refused anything."""
    db.session.execute(_TAKEN, {"taken": address})


def _write_to_the_next(email: OutgoingEmail, part: dict[str, Any], now: datetime) -> None:
    organisation_id = part["organisation_id"]
    [team] = queries.list_teams([organisation_id], now, keep=False)
    ids = [each["expected_id"] for each in part["context"]["check_ins"]]
    rows = [row for row in queries.list_of_organisation(organisation_id, ids) if row.is_wanted]
    holders = queries.find_holders([organisation_id], [row.commitment_key for row in rows])
    people = owners_of({organisation_id: team}, rows, holders)
    mails: defaultdict[tuple[Subject, Recipient], list[Awaited]] = defaultdict(list)
    for row in rows:
        for person in people[row.id]:
            mails[Subject(Notice(part["name"]), organisation_id, row.programme_id), person].append(row)
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
