"""What the model says when a person asks for something it must refuse."""


class Refused(Exception):
    """A refusal meant for a person: the message says what to do; field names the answer at fault."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ChangedSince(Refused):
    """Somebody else changed the record since this person opened it (409)."""
