"""The directory of organisations: in alphabetical order, by letter, and found by a part of their names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.slugs import plain_words

Payload = Mapping[str, Any]
OTHER_LETTERS = "0–9"
# So many names are seen at once; more are easier to find under their letters.
NEEDS_NO_LETTERS = 60


@dataclass(frozen=True)
class Listed:
    """One organisation as the directory shows it."""

    name: str
    slug: str
    kind: str
    number: int
    is_checked: bool
    has_ended: bool


def in_order(payloads: Iterable[Payload]) -> list[Payload]:
    return sorted(payloads, key=lambda payload: (payload["sort_name"], payload["slug"]))


def named_like(text: str, payloads: Iterable[Payload]) -> list[Payload]:
    """Return those whose name or short name holds every word typed, in order; one exact name stands alone."""
    words = plain_words(text)
    if not words:
        return []
    found = [payload for payload in in_order(payloads) if _holds(payload, words)]
    exact = [payload for payload in found if plain_words(payload["name"]) == words]
    return exact if len(exact) == 1 else found


def places_like(text: str, places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the places (key and name) that hold every word typed, by name; one exact name stands alone."""
    words = plain_words(text)
    if not words:
        return []
    found = [place for place in places if _begin(words, place[0].split())]
    exact = [place for place in found if place[0].split() == words]
    return exact or sorted(found, key=lambda place: place[1].casefold())


def _holds(payload: Payload, words: Sequence[str]) -> bool:
    return _begin(words, plain_words(f"{payload['name']} {payload['short_name'] or ''}"))


def _begin(words: Sequence[str], own: Sequence[str]) -> bool:
    """Say whether each of the words begins one of its own."""
    return all(any(part.startswith(word) for part in own) for word in words)


def by_letter(listed: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    """Group what stands in order by its first letter, leaving out "The". A short list is one group."""
    if 0 < len(listed) <= NEEDS_NO_LETTERS:
        return [("", list(listed))]
    groups: dict[str, list[Listed]] = {}
    for row in listed:
        words = plain_words(row.name.casefold().removeprefix("the "))
        first = words[0][0].upper() if words else OTHER_LETTERS
        groups.setdefault(first if first.isalpha() else OTHER_LETTERS, []).append(row)
    return list(groups.items())
