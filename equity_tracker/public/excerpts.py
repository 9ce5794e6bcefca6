"""The words that a search found, marked in what was published, with a little of what stands around them.

The engines say which rows match, not where. Here is looked for the same words, stemmed by the same rules.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from equity_tracker.public.words import Term

LONGEST = 200
# So much of it stands before what was found.
BEFORE = 70
WORDS_REMEMBERED = 20_000
MARKERS_REMEMBERED = 200
_STEMMERS = {"sqlite": snowballstemmer.stemmer("porter"), "postgresql": snowballstemmer.stemmer("english")}
_BETWEEN = re.compile(r"[\W_]+")
_REST = r"[^\W_]*"
_ELLIPSIS = "…"
# The reference and the title come first in what is searched; both are shown anyway.
_SHOWN_LINES = 2


class Piece(NamedTuple):
    """A part of a text, and whether it was searched for."""

    text: str
    is_found: bool


class _Folding(dict[int, int]):
    """Each letter small and without its accents, one for one, so that places in a text stay the same."""

    def __missing__(self, letter: int) -> int:
        plain = unicodedata.normalize("NFKD", chr(letter))
        base = plain[0] if all(map(unicodedata.combining, plain[1:])) else chr(letter)
        self[letter] = ord(base.lower()) if len(base.lower()) == 1 else ord(base)
        return self[letter]


_FOLDING = _Folding()


@lru_cache(WORDS_REMEMBERED)
def _stem(engine: str, word: str) -> str:
    stem: str = _STEMMERS[engine].stemWord(word)
    return stem


class Marker:
    """Finds what a search asked for in a text."""

    def __init__(self, engine: str, terms: tuple[Term, ...]) -> None:
        self.engine = engine
        self.stems = tuple(
            (tuple(_stem(engine, word) for word in term.words), term.is_prefix) for term in terms
        )
        # Candidates only: stemming changes the end of a word.
        begins = [_first(stems[0]) + "".join(map(_next, stems[1:])) for stems, _ in self.stems]
        self.pattern = re.compile("|".join(begins)) if begins else None

    def places(self, text: str, start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield from where to where each of them stands."""
        if self.pattern is None:
            return
        folded = text.lower() if text.isascii() else text.translate(_FOLDING)
        for match in self.pattern.finditer(folded, start):
            if _is_asked_for(self.engine, self.stems, match.group()):
                yield match.span()

    def mark(self, text: str) -> list[Piece]:
        """Take a text apart."""
        pieces: list[Piece] = []
        done = 0
        for begin, end in self.places(text):
            pieces += [Piece(text[done:begin], is_found=False), Piece(text[begin:end], is_found=True)]
            done = end
        return [piece for piece in (*pieces, Piece(text[done:], is_found=False)) if piece.text]

    def excerpt(self, search_text: str) -> list[Piece]:
        """Return what stands around the first that a list does not show anyway; nothing if there is none."""
        shown = len("\n".join(search_text.split("\n", _SHOWN_LINES)[:_SHOWN_LINES]))
        first = next(self.places(search_text, shown), None)
        if first is None:
            return []
        begin = search_text.rfind("\n", 0, first[0]) + 1
        line = search_text[begin:].partition("\n")[0]
        before, around, after = _around(line, first[0] - begin)
        cut = Piece(_ELLIPSIS, is_found=False)
        return [*[cut] * before, *self.mark(around), *[cut] * after]


@lru_cache(WORDS_REMEMBERED)
def _is_asked_for(engine: str, asked: Sequence[tuple[tuple[str, ...], bool]], found: str) -> bool:
    stems = tuple(_stem(engine, word) for word in _BETWEEN.split(found))
    return any(
        stems == wanted or (is_prefix and len(stems) == 1 and stems[0].startswith(wanted[0]))
        for wanted, is_prefix in asked
    )


@lru_cache(MARKERS_REMEMBERED)
def marker(engine: str, terms: tuple[Term, ...]) -> Marker:
    return Marker(engine, terms)


def _first(stem: str) -> str:
    """Match the first word of a term. That a word begins there is asked of the letter before its first.

    What begins with a letter, and not with a question, lets the engine skip to it.
    """
    begins = _beginning(stem)
    return rf"{begins[:1]}(?<![^\W_]{begins[:1]}){begins[1:]}{_REST}"


def _next(stem: str) -> str:
    return _BETWEEN.pattern + _beginning(stem) + _REST


def _beginning(stem: str) -> str:
    """Return what every word of a stem begins with: "happi" is the stem of happy."""
    return stem[:-2] if len(stem) > 4 else stem[:-1] if len(stem) > 2 else stem  # noqa: PLR2004 - letters


def _around(line: str, place: int) -> tuple[bool, str, bool]:
    """Cut a line at words, so that it is short and holds the place. Say whether before and after, too."""
    if len(line) <= LONGEST:
        return False, line, False
    begin = max(0, min(place - BEFORE, len(line) - LONGEST + 2))
    if begin:
        begin = line.find(" ", begin, place) + 1 or place
    end = begin + LONGEST - 2
    if end >= len(line):
        return True, line[begin:], False
    end = line.rfind(" ", place, end) if " " in line[place:end] else end
    return begin > 0, line[begin:end], True
