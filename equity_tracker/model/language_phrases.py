"""Phrases of `language.toml`, and how all of them are looked for in one pass over the words of a text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from equity_tracker.model.language_text import Reading

Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a phrase: the words or beginnings of words that fit, and how many of them may follow."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    least: int = 1
    most: int = 1
    is_any: bool = False

    def fits(self, word: str) -> bool:
        return self.is_any or word in self.exact or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with what it is kept under. `ends_there`: no noun may follow it."""

    label: str
    parts: tuple[Part, ...]
    ends_there: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A phrase found: its label, its first word and its last."""

    label: str
    first: int
    last: int


class BadPhrase(ValueError):
    """A phrase that cannot be read, in the words of who edits the file."""


def read_phrase(label: str, written: str, words: Words) -> Phrase:
    """Read one phrase. The head of `language.toml` describes how it is written."""
    pieces = written.split()
    ends_there = bool(pieces) and pieces[-1] == "$"
    parts = tuple(_part(piece, written, words) for piece in (pieces[:-1] if ends_there else pieces))
    if not parts or parts[0].is_any or not parts[0].least:
        raise BadPhrase(f"{label}: “{written}” must begin with a word")
    return Phrase(label, parts, ends_there)


def _part(piece: str, written: str, words: Words) -> Part:
    if piece.startswith("..."):
        return Part(frozenset(), (), least=0, most=_number(piece[3:], written), is_any=True)
    body, is_optional, most = piece.partition("?")
    forms = list(_forms(body, written, words))
    return Part(
        frozenset(form for form in forms if not form.endswith("*")),
        tuple(form[:-1] for form in forms if form.endswith("*")),
        least=0 if is_optional else 1,
        most=_number(most, written) if most else 1,
    )


def _forms(body: str, written: str, words: Words) -> Iterable[str]:
    for form in body.split("|"):
        if form.startswith("<") and form.endswith(">"):
            if form[1:-1] not in words:
                raise BadPhrase(f"“{written}” names the list {form}, which is not in [words]")
            yield from words[form[1:-1]]
        elif form.rstrip("*").replace("'", "").isalnum():
            yield form.casefold()
        else:
            raise BadPhrase(f"“{written}” has “{form}”, which is not a word")


def _number(digits: str, written: str) -> int:
    if digits not in set("123456"):
        raise BadPhrase(f"“{written}” needs a number from 1 to 6 there")
    return int(digits)


class Index:
    """All phrases by the word they begin with, so that each word of a text is looked up a few times."""

    def __init__(self, phrases: Iterable[Phrase], after_a_noun: Iterable[str]) -> None:
        exact: dict[str, list[Phrase]] = defaultdict(list)
        stems: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            for word in phrase.parts[0].exact:
                exact[word].append(phrase)
            for stem in phrase.parts[0].stems:
                stems[stem].append(phrase)
        self._exact, self._stems = dict(exact), dict(stems)
        self._lengths = sorted({len(stem) for stem in stems})
        self._after_a_noun = frozenset(after_a_noun)

    def spots(self, reading: Reading) -> list[Spot]:
        """Return everything found, in the order of the text."""
        found = []
        beginning = {word: self._beginning_with(word) for word in set(reading.words)}
        for at, word in enumerate(reading.words):
            for phrase in beginning[word]:
                last = self._end(phrase, reading, at)
                if last is not None:
                    found.append(Spot(phrase.label, at, last))
        return found

    def _beginning_with(self, word: str) -> list[Phrase]:
        phrases = self._exact.get(word, [])
        for length in self._lengths:
            if length > len(word):
                break
            more = self._stems.get(word[:length])
            if more:
                phrases = phrases + more
        return phrases

    def _end(self, phrase: Phrase, reading: Reading, first: int) -> int | None:
        """Return the last word of the phrase, which begins at `first`.

        All ends that are possible after each part are followed together: there are never more of them than
        words in the longest phrase, so no text makes this slow.
        """
        ends = {first}
        for part in phrase.parts[1:]:
            following = set(ends) if not part.least else set()
            for end in ends:
                following.update(_along(part, reading, end))
            if not following:
                return None
            ends = following
        if phrase.ends_there:
            ends = {end for end in ends if self._is_noun_free(reading, end + 1)}
        return max(ends, default=None)

    def _is_noun_free(self, reading: Reading, at: int) -> bool:
        return at >= len(reading.words) or not reading.joined[at] or reading.words[at] in self._after_a_noun


def _along(part: Part, reading: Reading, end: int) -> Iterable[int]:
    """Yield where a part may end when it begins after the word `end`. Only `...` goes over a comma."""
    for at in range(end + 1, min(end + 1 + part.most, len(reading.words))):
        same_sentence = reading.sentences[at] == reading.sentences[end]
        if not same_sentence or not (part.is_any or reading.joined[at]) or not part.fits(reading.words[at]):
            return
        yield at
