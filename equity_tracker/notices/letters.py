"""What a worker holds of a message while it posts it: words only, so that no transaction stays open."""

from dataclasses import dataclass
from typing import Any


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
