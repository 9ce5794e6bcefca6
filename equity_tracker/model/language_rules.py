"""The language rules of `language.toml`, read and compiled once: families, their phrases, and the lists."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from equity_tracker.model.language_phrases import BadPhrase, Index, Phrase, Words, read_phrase

_PHRASE_KEYS = {"finds", "finds_alone", "finds_unlisted", "except", "not_with", "only_with"}
_OTHER_KEYS = {"title", "why", "question", "sources", "note", "fields", "unless"}
_SETTLED_BY = {"testable", "determinant", "mechanism", "meaning"}
_LISTS = {"action", "determinant", "testable", "contrast", "denied"}


@dataclass(frozen=True, slots=True)
class Source:
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of wording: why it matters, what to ask, who says so, and what settles it."""

    id: str
    title: str
    why: str
    question: str
    sources: tuple[Source, ...]
    # How early among the prompts of a text it is shown.
    rank: int
    note: str = ""
    fields: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    needs_company: bool = False

    def belongs_in(self, answer: str | None) -> bool:
        """Say whether it is looked for in this answer of a commitment; in a text of no answer, always."""
        return answer is None or not self.fields or answer in self.fields


@dataclass(frozen=True)
class Rules:
    """Everything the file says. A phrase is found under `<family or list>/<key>`."""

    families: Mapping[str, Family]
    index: Index
    # How many words may stand between words that turn a phrase round and the phrase.
    reach: Mapping[str, int]
    names: frozenset[str]


def read_rules(text: str, vocabulary: str) -> Rules:
    """Read the rules, and the sources of the vocabulary beside their own."""
    document = tomllib.loads(text)
    words = {name: listed.split() for name, listed in document["words"].items()}
    sources = tomllib.loads(vocabulary)["sources"] | document["sources"]
    order = document["most_specific_first"].split()
    if sorted(order) != sorted(document["families"]):
        raise BadPhrase("most_specific_first must name each family once")
    if set(document["phrases"]) != _LISTS:
        raise BadPhrase(f"[phrases] must hold {', '.join(sorted(_LISTS))}")
    families = {
        key: _family(key, row, sources, order.index(key)) for key, row in document["families"].items()
    }
    reach: dict[str, int] = {}
    phrases = [
        *_of_lists(document["phrases"], words, reach),
        *(phrase for key, row in document["families"].items() for phrase in _of_family(key, row, words)),
    ]
    return Rules(
        families=MappingProxyType(families),
        index=Index(phrases, words["after_a_noun"]),
        reach=MappingProxyType(reach),
        names=frozenset(words["of_a_name"]),
    )


def _family(key: str, row: dict[str, Any], sources: dict[str, dict[str, str]], rank: int) -> Family:
    unknown = set(row) - _PHRASE_KEYS - _OTHER_KEYS
    if unknown or not set(row.get("unless", ())) <= _SETTLED_BY:
        raise BadPhrase(f"{key}: what is meant by {', '.join(sorted(unknown)) or row['unless']}?")
    return Family(
        id=key,
        title=row["title"],
        why=row["why"],
        question=row["question"],
        sources=tuple(Source(**sources[name]) for name in row["sources"]),
        rank=rank,
        note=row.get("note", ""),
        fields=frozenset(row.get("fields", ())),
        unless=frozenset(row.get("unless", ())),
        needs_company="only_with" in row,
    )


def _of_family(key: str, row: dict[str, Any], words: Words) -> Iterator[Phrase]:
    for kind in _PHRASE_KEYS & set(row):
        for written in row[kind]:
            yield read_phrase(f"{key}/{kind}", written, words)


def _of_lists(lists: dict[str, list[str]], words: Words, reach: dict[str, int]) -> Iterator[Phrase]:
    """Read the lists. Each phrase of `contrast` keeps its own reach, under a label of its own."""
    for name, listed in lists.items():
        for number, written in enumerate(listed):
            label = f"all/{name}"
            if name == "contrast":
                written, _, most = written.rpartition(": ")  # noqa: PLW2901 - the phrase without its number
                label = f"all/contrast/{number}"
                reach[label] = int(most)
            yield read_phrase(label, written, words)


_HERE = Path(__file__)
RULES = read_rules(
    _HERE.with_name("language.toml").read_text("utf-8"),
    _HERE.with_name("vocabulary.toml").read_text("utf-8"),
)
