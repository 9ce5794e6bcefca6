"""What a message from the public becomes: one mail to each who reads it."""

from dataclasses import dataclass
from datetime import datetime

from equity_tracker.contacting.queries import PublicProgramme
from equity_tracker.model.outbox import OutgoingEmail

MESSAGE = "contact_message"


@dataclass(frozen=True)
class Letter:
    """What somebody wrote. The key is that of the form it came by."""

    key: str
    topic: str
    message: str
    name: str | None
    email: str | None


def key_of(letter: Letter, address: str) -> str:
    return f"{MESSAGE}:{letter.key}:{address}"[:200]


def message(
    letter: Letter, address: str, programme: PublicProgramme | None, *, now: datetime
) -> OutgoingEmail:
    return OutgoingEmail.to(
        address,
        "contact_message",
        key=key_of(letter, address),
        context={
            "topic": letter.topic,
            "programme": programme.name if programme else None,
            "message": letter.message,
            "sender": letter.name,
            "email": letter.email,
        },
        now=now,
        programme_id=programme.id if programme else None,
    )
