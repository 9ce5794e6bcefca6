"""What a reader can follow, in words, and the public page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

COMMITMENT, ORGANISATION, PROGRAMME, SEARCH = KINDS = ("commitment", "organisation", "programme", "search")
LONGEST_SEARCH = 1000
EVERYTHING = "Every commitment in the register"
# A kind, and how what is followed is named: by its public id; a search, by what it asks.
Named = tuple[str, str]


@dataclass(frozen=True)
class Followable:
    """One thing that can be followed, as it is today."""

    kind: str
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
    given = [(name, value) for name, values in arguments.items() for value in values if value]
    is_one = len(given) == 1 and given[0][0] in {COMMITMENT, ORGANISATION, PROGRAMME}
    return given[0] if is_one else None


def asked_of(subject: str) -> dict[str, list[str]]:
    """Return the parameters that a search was kept as."""
    return parse_qs(subject)
