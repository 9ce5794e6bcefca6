"""What somebody wrote, and the programme that it may be about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublicProgramme:
    """A programme, as the public knows it."""

    id: int
    public_id: str
    name: str


@dataclass(frozen=True)
class Letter:
    """What somebody wrote. The key is that of the form it came by."""

    key: str
    topic: str
    message: str
    name: str | None
    email: str | None
