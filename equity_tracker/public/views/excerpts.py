"""The words that a search found, marked in what was published, with a little of what stands around them.

The engines say which rows match, not where. Here is looked for the same words, stemmed by the same rules.
"""

import re
import unicodedata
from functools import lru_cache, partial

import snowballstemmer
from markupsafe import Markup

from equity_tracker.public.words import Term
from equity_tracker.web.lean_templates import escaped

LONGEST = 200
# So much of it stands before what was found.
BEFORE = 70
WORDS_REMEMBERED = 20_000
MARKERS_REMEMBERED = 200
CANDIDATES_REMEMBERED = 500
_STEMMERS = {"sqlite": snowballstemmer.stemmer("porter"), "postgresql": snowballstemmer.stemmer("english")}
_BETWEEN = re.compile(r"[\W_]+")
_REST = r"[^\W_]*"
_NEVER = r"(?!)"
# As an entity: one letter beyond Latin-1 would double the whole page while it is put together.
_ELLIPSIS = "&hellip;"
# The reference and the title come first in what is searched; both are shown anyway.
_SHOWN_LINES = 2
_NOTHING = Markup()


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
    """Finds what a search asked for in a text, and marks it there."""

    def __init__(self, engine: str, terms: tuple[Term, ...]) -> None:
        self._stem = partial(_stem, engine)
        self._asked = [(tuple(map(self._stem, term.words)), term.is_prefix) for term in terms]
        # Candidates only: stemming changes the end of a word.
        begins = [_first(stems[0]) + "".join(map(_next, stems[1:])) for stems, _ in self._asked]
        self._pattern = re.compile("|".join(begins) if begins else _NEVER)
        self._is_asked_for = lru_cache(CANDIDATES_REMEMBERED)(self._has_its_stems)

    def mark(self, text: str) -> Markup:
        """Return all of it."""
        return Markup(self._marked(text, _folded(text), 0, len(text)))  # noqa: S704 - escaped, piece by piece

    def excerpt(self, search_text: str) -> Markup:
        """Return what stands around the first that a list does not show anyway; nothing if there is none."""
        elsewhere = _after_shown(search_text)
        folded = _folded(search_text)
        place = self._first_place(folded, elsewhere)
        if place < 0:
            return _NOTHING
        line_begins = search_text.rfind("\n", 0, place) + 1
        line_ends = search_text.find("\n", place)
        line = search_text[line_begins:] if line_ends < 0 else search_text[line_begins:line_ends]
        begin, end = _around(line, place - line_begins)
        marked = self._marked(search_text, folded, line_begins + begin, line_begins + end)
        return Markup(f"{_ELLIPSIS * (begin > 0)}{marked}{_ELLIPSIS * (end < len(line))}")  # noqa: S704 - as below

    def _marked(self, text: str, folded: str, begin: int, end: int) -> str:
        is_asked_for, done = self._is_asked_for, begin
        pieces: list[str] = []
        for match in self._pattern.finditer(folded, begin, end):
            if is_asked_for(match.group()):
                first, last = match.span()
                pieces += (escaped(text[done:first]), "<mark>", escaped(text[first:last]), "</mark>")
                done = last
        pieces.append(escaped(text[done:end]))
        return "".join(pieces)

    def _first_place(self, folded: str, begin: int) -> int:
        """Return where the first of them stands; -1 if there is none."""
        for match in self._pattern.finditer(folded, begin):
            if self._is_asked_for(match.group()):
                return match.start()
        return -1

    def _has_its_stems(self, found: str) -> bool:
        stems = tuple(map(self._stem, _BETWEEN.split(found)))
        return any(
            stems == wanted or (is_prefix and len(stems) == 1 and stems[0].startswith(wanted[0]))
            for wanted, is_prefix in self._asked
        )


def _after_shown(search_text: str) -> int:
    """Return where the lines end that a list shows anyway."""
    place = -1
    for _ in range(_SHOWN_LINES):
        place = search_text.find("\n", place + 1)
        if place < 0:
            return len(search_text)
    return place


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_FOLDING)


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


def _around(line: str, place: int) -> tuple[int, int]:
    """Say where to cut a line, at words, so that it is short and holds the place."""
    if len(line) <= LONGEST:
        return 0, len(line)
    begin = max(0, min(place - BEFORE, len(line) - LONGEST + 2))
    if begin:
        begin = line.find(" ", begin, place) + 1 or place
    end = begin + LONGEST - 2
    if end >= len(line):
        return begin, len(line)
    return begin, line.rfind(" ", place, end) if " " in line[place:end] else end
