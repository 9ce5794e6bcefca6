"""The words that a document uses and what they mean: of each vocabulary only those that occur in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from equity_tracker.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class WordMeant:
    """A word and what it means here."""

    label: str
    definition: str


@dataclass(frozen=True)
class WordsUsed:
    """The words of one vocabulary that occur."""

    title: str
    words: tuple[WordMeant, ...]


def words_used(occurring: Iterable[tuple[str, Vocabulary, Iterable[str | None]]]) -> tuple[WordsUsed, ...]:
    """Define what occurs, in the order of each vocabulary; slugs that it does not have are passed over.

    :param occurring: a title, its vocabulary, and the slugs that occur.
    """
    found = []
    for title, words, slugs in occurring:
        used = set(slugs)
        meant = tuple(WordMeant(term.label, term.definition) for term in words if term.slug in used)
        found.append(WordsUsed(title, meant))
    return tuple(group for group in found if group.words)
