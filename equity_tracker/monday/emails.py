"""What a nudge says: the coordinator's own words, and below them what is asked for, with its links."""

from collections.abc import Sequence
from datetime import date, datetime

from equity_tracker.model.nudge import Nudge
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Recipient
from equity_tracker.model.round import ExpectedCheckIn

# A longer list is on the page that the mail links to.
MOST_LISTED = 40


def nudge(
    written: Nudge,
    programme: Programme,
    organisation: Organisation,
    recipient: Recipient,
    rows: Sequence[ExpectedCheckIn],
    *,
    by: User,
    now: datetime,
) -> OutgoingEmail:
    """Write one mail to one person about all of theirs that has not come."""
    return OutgoingEmail.to(
        recipient.address,
        "nudge",
        key=_key(programme, organisation, recipient, written.sent_on),
        context={
            "name": recipient.name,
            "subject": written.subject,
            "message": written.text,
            "programme": programme.name,
            "organisation": organisation.name,
            "organisation_slug": organisation.slug,
            "to_mailbox": recipient.is_mailbox,
            "by": by.name,
            "by_email": by.email,
            "total": len(rows),
            "check_ins": [
                {
                    "title": row.commitment.display_title,
                    "commitment_id": row.commitment.public_id,
                    "due_on": row.due_on.isoformat(),
                }
                for row in rows[:MOST_LISTED]
            ],
        },
        now=now,
        organisation_id=organisation.id,
        programme_id=programme.id,
        is_essential=False,
    )


def _key(programme: Programme, organisation: Organisation, recipient: Recipient, on: date) -> str:
    return f"nudge:{programme.public_id}:{organisation.public_id}:{recipient.key}:{on}"
