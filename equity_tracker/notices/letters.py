"""What a worker holds of a message while it posts it: words only, so that no transaction stays open."""

from dataclasses import dataclass
from typing import Any

from equity_tracker.model.outbox import OutgoingEmail


@dataclass(frozen=True)
class Letter:
    """One attempt at one message."""

    row_id: int
    name: str
    recipient: str
    context: dict[str, Any]
    message_id: str
    attempt: int
    is_essential: bool


def letter_of(row: OutgoingEmail) -> Letter:
    return Letter(
        row_id=row.id,
        name=row.name,
        recipient=row.recipient,
        context=row.context,
        message_id=row.message_id,
        attempt=row.attempts,
        is_essential=row.is_essential,
    )
