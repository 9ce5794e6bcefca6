"""What a message from the public becomes: one mail to each who reads it."""

from datetime import datetime

from equity_tracker.contacting.letters import Letter, PublicProgramme
from equity_tracker.model.outbox import OutgoingEmail

MESSAGE = "contact_message"


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
