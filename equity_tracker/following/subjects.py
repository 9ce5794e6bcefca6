"""What somebody follows, in words, and the public page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from equity_tracker.model.follow import FollowKind

# A kind, and how the row names what is followed.
Named = tuple[FollowKind, str]
LONGEST_SEARCH = 1000
EVERYTHING = "Every commitment in the register"


@dataclass(frozen=True)
class Subject:
    """One thing that can be followed, as it is today."""

    kind: FollowKind
    subject: str
    name: str
    endpoint: str
    arguments: dict[str, Any] = field(default_factory=dict)
    organisation_id: int | None = None
    programme_id: int | None = None
    # When its programme closed; nothing is sent about it then.
    closed_on: str | None = None


def named_alone(arguments: Mapping[str, Sequence[str]]) -> Named | None:
    """Return what an address names by itself. With anything beside it, it is a search of the register."""
    given = {name: [value for value in values if value] for name, values in arguments.items()}
    given = {name: values for name, values in given.items() if values}
    if len(given) != 1:
        return None
    [(name, values)] = given.items()
    alone = {FollowKind.COMMITMENT, FollowKind.ORGANISATION, FollowKind.PROGRAMME}
    kind = next((kind for kind in alone if kind.value == name), None)
    return (kind, values[0]) if kind is not None and len(values) == 1 else None


def asked_of(subject: str) -> dict[str, list[str]]:
    """Return the parameters that a search was kept as."""
    return parse_qs(subject)
