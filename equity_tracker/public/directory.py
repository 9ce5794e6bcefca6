"""The directory of organisations: in alphabetical order, by letter, and found by a part of their names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.slugs import plain_words
from equity_tracker.model.vocabulary import Vocabulary

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


def named_like(text: str, payloads: Iterable[Payload], former: Mapping[str, Iterable[str]]) -> list[Payload]:
    """Return those whose name holds every word typed, in order; one exact name stands alone.

    Its name is also the short one, each that it had before, and that of each organisation whose work it took
    over: people look for a body by the name it had when the promise was made.

    :param former: the names that some had before, under their slugs.
    """
    words = plain_words(text)
    if not words:
        return []
    found = [row for row in in_order(payloads) if _holds(row, former.get(row["slug"], ()), words)]
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


def _holds(payload: Payload, former: Iterable[str], words: Sequence[str]) -> bool:
    names = [f"{payload['name']} {payload['short_name'] or ''}", *former]
    names += [before["name"] for before in payload.get("predecessors", ())]
    return any(_begin(words, plain_words(name)) for name in names)


def _begin(words: Sequence[str], own: Sequence[str]) -> bool:
    """Say whether each of the words begins one of its own."""
    return all(any(part.startswith(word) for part in own) for word in words)


def by_letter(listed: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    """Group what stands in order by its first letter, leaving out "The". A short list is one group."""
    if 0 < len(listed) <= NEEDS_NO_LETTERS:
        return [("", list(listed))]
    groups: dict[str, list[Listed]] = {}
    for row in listed:
        groups.setdefault(_letter(row.name), []).append(row)
    return list(groups.items())


def terms_by_letter(glossary: Iterable[Vocabulary]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return every term under its first letter: its label, its anchor, and the title of its group.

    A word that several groups use is there once for each: its meanings differ.
    """
    found = [(term.label, f"{group.name}-{term.slug}", group.title) for group in glossary for term in group]
    found.sort(key=lambda row: (plain_words(row[0]), row[2]))
    letters: dict[str, list[tuple[str, str, str]]] = {}
    for row in found:
        letters.setdefault(_letter(row[0]), []).append(row)
    return list(letters.items())


def letters_of(names: Iterable[str]) -> list[str]:
    """Return the letters under which names that stand in order are found in the directory."""
    return list(dict.fromkeys(map(_letter, names)))


def _letter(name: str) -> str:
    words = plain_words(name.casefold().removeprefix("the "))
    first = words[0][0].upper() if words else OTHER_LETTERS
    return first if first.isalpha() else OTHER_LETTERS
