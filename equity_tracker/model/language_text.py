"""A text as the language advisor reads it: words, what stands between them, sentences, quotations, names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

# Longer ones are no words of a language, and stay out of every comparison.
LONGEST_WORD = 40
# A run of capitals longer than this is a headline, not the name of a service.
LONGEST_NAME = 6
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Soft hyphens and marks of no width are not seen by readers either.
_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
# The end of a sentence, an empty line, or the beginning of an item of a list.
_STOP = re.compile(r"[.!?…](?=\s|[\"'”’»)])|[;•]|\n[^\S\n]*(?:\n|[-*–]\s)")
_HYPHENS = {"-", "\u2010", "\u2011"}
_OPENING, _CLOSING = {"“": "”", "‘": "’", "«": "»"}, {"”", "’", "»"}
_STRAIGHT = {'"', "'"}
# What may stand inside a name without a capital.
_SMALL = set("a an and at by for in of on or the to with".split())


@dataclass
class Reading:
    """The words of one text, folded, and for each where it stands."""

    text: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    # The number of the sentence that each word is in.
    sentences: list[int] = field(default_factory=list)
    # Whether only a space or a hyphen stands between a word and the one before it.
    joined: list[bool] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)

    def said(self, first: int, last: int) -> str:
        """Return the words from first to last as they were written, on one line."""
        return " ".join(self.text[self.starts[first] : self.ends[last]].split())

    def opens_a_sentence(self, at: int) -> bool:
        return at == 0 or self.sentences[at] != self.sentences[at - 1]

    def is_capital(self, at: int) -> bool:
        return self.text[self.starts[at]].isupper()

    def is_shouted(self, at: int) -> bool:
        """Say whether a word has more capitals than a name: an abbreviation, or a text in capitals."""
        rest = self.text[self.starts[at] + 1 : self.ends[at]]
        return rest != rest.lower()

    def name_around(self, first: int, last: int) -> range | None:
        """Return the words of the name that these are part of: a short run of words with capitals.

        A run that opens its sentence may only be its beginning: whether it is a name is for its words to say.
        """
        telling = [at for at in range(first, last + 1) if self.words[at] not in _SMALL]
        if not telling or any(not self.is_capital(at) or self.is_shouted(at) for at in telling):
            return None
        begin, end = self._reach(first, -1), self._reach(last, 1)
        capitals = sum(self.is_capital(at) for at in range(begin, end + 1))
        return range(begin, end + 1) if capitals <= LONGEST_NAME else None

    def _reach(self, at: int, step: int) -> int:
        """Follow a run of capitals from a word of it, over small words, no further than a name can go."""
        furthest, here = at, at + step
        while abs(here - at) <= 2 * LONGEST_NAME and 0 <= here < len(self.words):
            if self.sentences[here] != self.sentences[at] or not self.joined[max(here, here - step)]:
                break
            if self.is_capital(here):
                furthest = here
            elif self.words[here] not in _SMALL:
                break
            here += step
        return furthest


def read(text: str) -> Reading:
    """Split a text into words, once from its beginning to its end."""
    text = text.translate(_UNSEEN)
    reading, quotes = Reading(text), _Quotes()
    sentence, end = 0, 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        is_joined = between == " "
        if not is_joined:
            is_stop = _STOP.search(between) is not None
            sentence += is_stop
            is_joined = not is_stop and (between.isspace() or between.rstrip() in _HYPHENS)
            quotes.pass_over(between, len(reading.words), reading)
        reading.words.append(fold(match.group()))
        reading.starts.append(match.start())
        reading.ends.append(match.end())
        reading.sentences.append(sentence)
        reading.joined.append(is_joined)
        reading.quoted.append(False)
        end = match.end()
    quotes.pass_over(text[end:], len(reading.words), reading)
    return reading


def fold(word: str) -> str:
    """Return a word without regard to case, width and kind of apostrophe; nothing for what is no word."""
    if len(word) > LONGEST_WORD:
        return ""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word).replace("’", "'")
    return word.casefold()


class _Quotes:
    """Which quotation is open, and since which word. A paragraph closes them all."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}

    def pass_over(self, between: str, following: int, reading: Reading) -> None:
        if between.isspace() and "\n" not in between:
            return
        for mark, opens, closes in _marks(between):
            if mark == "\n":
                self._open.clear()
            elif closes and mark in self._open:
                begin = self._open.pop(mark)
                reading.quoted[begin:following] = [True] * (following - begin)
            elif opens:
                self._open[_OPENING.get(mark, mark)] = following


def _marks(between: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield the marks between two words, with whether each may open or close a quotation there.

    An apostrophe at a word's end looks like a mark that closes: it does nothing unless one is open.
    """
    lines = 0
    for at, mark in enumerate(between):
        if mark == "\n":
            lines += 1
            if lines > 1:
                yield "\n", False, False
        elif not mark.isspace():
            lines = 0
        if mark in _OPENING:
            yield mark, True, False
        elif mark in _CLOSING:
            yield mark, False, True
        elif mark in _STRAIGHT:
            before = between[at - 1 : at] if at else "x"
            yield mark, before.isspace() or before in {"", "(", "[", "-", "–", "—"}, before == "x" or at == 0
