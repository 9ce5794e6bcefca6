"""The language advisor: at most three questions about how a text is worded. It blocks and changes nothing.

Advice and not a score: wording is contested, and no study was found that shows prompts to change practice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from equity_tracker.model.language_phrases import Spot
from equity_tracker.model.language_rules import RULES, Family, Rules, Source
from equity_tracker.model.language_text import Reading, read

MOST_PROMPTS = 3
MOST_PHRASES = 3
LONGEST_PHRASE = 100
BETWEEN_PHRASES = "; "

_FINDS = ("finds", "finds_alone", "finds_unlisted")
_ALONE = {"finds_alone", "finds_unlisted"}
_JOINS_A_LIST = {"and", "or", "alongside", "plus", "including"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text: where it stands, what other answers settle, what was dismissed.

    `dismissed` holds pairs of a family's id and one folded phrase.
    """

    answer: str | None = None
    determinants: Sequence[str] = ()
    mechanisms: Sequence[str] = ()
    upstream_meanings: Sequence[str] = ()
    dismissed: AbstractSet[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question about a text, and the words that raised it, as they were written."""

    family: Family
    phrases: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.family.id

    @property
    def reason(self) -> str:
        return self.family.why

    @property
    def question(self) -> str:
        return self.family.question

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.family.sources

    @property
    def key(self) -> str:
        """The words found, folded and in order of the alphabet: what a dismissal remembers."""
        return BETWEEN_PHRASES.join(sorted(fold_phrase(phrase) for phrase in self.phrases))


def fold_phrase(phrase: str) -> str:
    """Return a phrase without regard to case, hyphens and commas."""
    return " ".join(word for word in read(phrase).words if word)[:LONGEST_PHRASE]


def advise(text: str, context: Context = Context(), *, rules: Rules = RULES) -> list[Prompt]:
    """Return at most three prompts about a text, the most specific first, one of each family at most."""
    return everything_found(text, context, rules=rules)[:MOST_PROMPTS]


def everything_found(text: str, context: Context = Context(), *, rules: Rules = RULES) -> list[Prompt]:
    """Return what a text would be asked if nobody's patience had to be spared."""
    reading = read(text)
    found: defaultdict[str, list[Spot]] = defaultdict(list)
    for spot in rules.index.spots(reading):
        found[spot.label].append(spot)
    judge = _Judge(rules, reading, found, context)
    families = sorted(rules.families.values(), key=lambda family: family.rank)
    prompts = (Prompt(family, _phrases(judge, family)) for family in families if judge.may_ask(family))
    return [prompt for prompt in prompts if prompt.phrases]


def _phrases(judge: "_Judge", family: Family) -> tuple[str, ...]:
    """Return the first few different phrases found of a family, without those that were dismissed."""
    phrases: dict[str, str] = {}
    for said in dict.fromkeys(judge.reading.said(spot.first, spot.last) for spot in judge.spots_of(family)):
        folded = fold_phrase(said)
        if folded not in phrases and (family.id, folded) not in judge.context.dismissed:
            phrases[folded] = said[:LONGEST_PHRASE]
            if len(phrases) == MOST_PHRASES:
                break
    return tuple(phrases.values())


class _Judge:
    """Decides which of the phrases found in one text mean what they seem to."""

    def __init__(
        self, rules: Rules, reading: Reading, found: dict[str, list[Spot]], context: Context
    ) -> None:
        self.rules, self.reading, self.found, self.context = rules, reading, found, context
        self._turned = self._words_turned_round()
        self._excepted: dict[str, set[int]] = {}

    def may_ask(self, family: Family) -> bool:
        """Say whether a family is looked for here at all, and not settled by something else."""
        return family.belongs_in(self.context.answer) and not any(map(self._is_settled, family.unless))

    def _is_settled(self, by: str) -> bool:
        if by == "testable":
            return bool(self._all("testable")) or any(word[:1].isdigit() for word in self.reading.words)
        if by == "determinant":
            return bool(self.context.determinants or self._all("determinant"))
        return bool(self.context.mechanisms if by == "mechanism" else self.context.upstream_meanings)

    def spots_of(self, family: Family) -> Iterable[Spot]:
        """Yield what was found of a family and holds, in order; of what overlaps, the longest."""
        spots = [
            spot
            for kind in _FINDS
            for spot in self.found.get(f"{family.id}/{kind}", ())
            if self._counts(spot)
        ]
        against, company = self._sentences(family, "not_with"), self._sentences(family, "only_with")
        excepted = {
            at
            for spot in self.found.get(f"{family.id}/except", ())
            for at in range(spot.first, spot.last + 1)
        }
        reached = -1
        for spot in sorted(spots, key=lambda spot: (spot.first, -spot.last)):
            sentence = self.reading.sentences[spot.first]
            if (
                spot.first <= reached
                or sentence in against
                or (family.needs_company and sentence not in company)
            ):
                continue
            if excepted.isdisjoint(range(spot.first, spot.last + 1)) and self._is_meant(spot):
                reached = spot.last
                yield spot

    def _counts(self, spot: Spot) -> bool:
        """Say whether a phrase that counts only as the whole action is that."""
        kind = spot.label.partition("/")[2]
        if kind in _ALONE and self._all("action"):
            return False
        return kind != "finds_unlisted" or not self._is_listed(spot)

    def _is_listed(self, spot: Spot) -> bool:
        """Say whether it is one item among others: beside a comma or a word that joins."""
        reading, before, after = self.reading, spot.first - 1, spot.last + 1
        sentence = reading.sentences[spot.first]
        is_after_one = before >= 0 and reading.sentences[before] == sentence
        if is_after_one and (not reading.joined[spot.first] or reading.words[before] in _JOINS_A_LIST):
            return True
        is_before_one = after < len(reading.words) and reading.sentences[after] == sentence
        return is_before_one and (not reading.joined[after] or reading.words[after] in _JOINS_A_LIST)

    def _is_meant(self, spot: Spot) -> bool:
        """Say whether the words are the writer's own: not quoted, not denied, not part of a name."""
        if self.reading.quoted[spot.first] and self.reading.quoted[spot.last]:
            return False
        return (
            spot.first not in self._turned and spot.last + 1 not in self._denied and not self._is_a_name(spot)
        )

    def _is_a_name(self, spot: Spot) -> bool:
        run = self.reading.name_around(spot.first, spot.last)
        if run is None:
            return False
        return not self.reading.opens_a_sentence(run.start) or any(
            self.reading.words[at] in self.rules.names for at in run
        )

    def _words_turned_round(self) -> set[int]:
        """Return the words that "rather than", "not" and their like stand before, within their reach."""
        self._denied = {spot.first for spot in self._all("denied")}
        turned = set()
        for label, reach in self.rules.reach.items():
            for spot in self.found.get(label, ()):
                for at in range(spot.last + 1, min(spot.last + 2 + reach, len(self.reading.words))):
                    same_sentence = self.reading.sentences[at] == self.reading.sentences[spot.last]
                    if not same_sentence or self.reading.words[at] == "but":
                        break
                    turned.add(at)
        return turned

    def _all(self, name: str) -> list[Spot]:
        return self.found.get(f"all/{name}", [])

    def _sentences(self, family: Family, kind: str) -> set[int]:
        return {self.reading.sentences[spot.first] for spot in self.found.get(f"{family.id}/{kind}", ())}
