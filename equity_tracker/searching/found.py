"""What a search finds, and the words around what was looked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_WORDS, MOST_SIGNS = 6, 200
AROUND = 70
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """One thing: its name, where it is (the arguments of its page's address), and the words around."""

    name: str
    below: str
    snippet: str
    arguments: dict[str, str]
    # The page in public, where the workspace has none of its own.
    public_page: str | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind, on pages of one endpoint."""

    title: str
    endpoint: str
    rows: list[Found]
    has_more: bool = False


def printable(asked: str) -> str:
    """Return what was typed as it can be shown again."""
    return "".join(sign for sign in asked if sign.isprintable()).strip()[:MOST_SIGNS]


def words_of(asked: str) -> list[str]:
    """Return what to look for: letters and digits only, which mean nothing to a database."""
    return _WORD.findall(asked)[:MOST_WORDS]


def snippet(words: Iterable[str], *texts: str | None) -> str:
    """Return the words around the first that is found, from the first text that holds one."""
    for text in texts:
        flat = " ".join((text or "").split())
        places = [place for word in words if (place := flat.casefold().find(word.casefold())) >= 0]
        if places:
            return _around(flat, min(places))
    return ""


def _around(text: str, place: int) -> str:
    """Cut at words, and say where something is left out."""
    start, end = max(0, place - AROUND), place + AROUND
    if start and (space := text.find(" ", start, place)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", place, end)) > place:
        end = space
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"
