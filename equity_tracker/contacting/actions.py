"""Passing a message from the public on. It is kept nowhere but in the mail, and there until it is sent."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete

from equity_tracker.contacting import emails
from equity_tracker.contacting.letters import Letter, PublicProgramme
from equity_tracker.extensions import db
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import PublicationKind
from equity_tracker.notices.queries import find_written
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.public.queries import publications

MAILS_KEPT = timedelta(days=30)


def list_programmes(today: date) -> list[PublicProgramme]:
    """Return the programmes that the public may know of, in alphabetical order."""
    found = [
        PublicProgramme(row.programme_id, row.subject_id, row.payload["name"])
        for row in publications.list_current(PublicationKind.PROGRAMME, today)
    ]
    return sorted(found, key=lambda row: (sort_name(row.name), row.public_id))


def send_message(letter: Letter, programme: PublicProgramme | None, *, operator: str, now: datetime) -> None:
    """Write one mail to each who reads it. A form that is sent twice is one message."""
    recipients = _addresses(programme) or [operator]
    written = find_written([emails.key_of(letter, address) for address in recipients])
    for address in recipients:
        if emails.key_of(letter, address) not in written:
            db.session.add(emails.message(letter, address, programme, now=now))
    db.session.flush()


def _addresses(programme: PublicProgramme | None) -> list[str]:
    """Return where a programme's coordinators read their mail."""
    if programme is None:
        return []
    coordinators = list_coordinators(db.session.get_one(Programme, programme.id))
    return sorted({person.email for person in coordinators})


def forget_messages(now: datetime) -> int:
    """Delete messages that could not be sent, and the rows of those that were; return how many."""
    over = (
        delete(OutgoingEmail)
        .where(
            OutgoingEmail.name == emails.MESSAGE,
            OutgoingEmail.state.in_((EmailState.SENT, EmailState.FAILED)),
            OutgoingEmail.created_at < now - MAILS_KEPT,
        )
        .returning(OutgoingEmail.id)
        .execution_options(synchronize_session=False)
    )
    return len(db.session.scalars(over).all())
