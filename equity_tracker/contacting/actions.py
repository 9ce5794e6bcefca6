"""Passing a message from the public on. It is kept nowhere but in the mail, and there until it is sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete

from equity_tracker.contacting import emails
from equity_tracker.contacting.emails import Letter
from equity_tracker.contacting.queries import PublicProgramme
from equity_tracker.extensions import db
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.notices.queries import find_written

MAILS_KEPT = timedelta(days=30)


def send_message(
    letter: Letter, recipients: Sequence[str], programme: PublicProgramme | None, *, now: datetime
) -> None:
    """Write one mail to each who reads it. A form that is sent twice is one message."""
    written = find_written([emails.key_of(letter, address) for address in recipients])
    for address in recipients:
        if emails.key_of(letter, address) not in written:
            db.session.add(emails.message(letter, address, programme, now=now))
    db.session.flush()


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
