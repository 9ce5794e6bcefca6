"""Whether two names mean the same organisation. A doubtful match is a question for a person."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_FOLDED_NAME = 200
_ALIKE = 0.93
_MOST_SUGGESTIONS = 5
_MARKS = re.compile(r"[^\w\s]|_")
_QUOTES = re.compile(r"['’‘`ʼ]")
_BOARD = re.compile(r"\bintegrated care board\b")
_NHS_BEFORE_BOARD = re.compile(r"^(?:nhs )+(?=.*\bicb$)")


def fold_name(text: str) -> str:
    """The form in which names are compared: NHS Devon ICB and Devon Integrated Care Board are one."""
    # Letters are taken apart twice, because lowering the case can put accents together again.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _MARKS.sub(" ", _QUOTES.sub("", plain).replace("&", " and "))
    words = " ".join(word for word in plain.split() if word != "the")
    words = _NHS_BEFORE_BOARD.sub("", _BOARD.sub("icb", words))
    return words[:LONGEST_FOLDED_NAME].rstrip()


@dataclass(frozen=True, slots=True)
class KnownName:
    """An organisation as matching sees it. `key` is whatever the caller tells them apart by."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    is_current: bool = True


class MatchOutcome(StrEnum):
    FOUND = "found"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Match:
    """FOUND has one candidate. ASK has one or more, and the reason why a person must choose."""

    outcome: MatchOutcome
    candidates: tuple[KnownName, ...] = ()
    reason: str = ""

    @property
    def key(self) -> str | None:
        return self.candidates[0].key if self.outcome is MatchOutcome.FOUND else None


class NameIndex:
    """Finds organisations by code first, then by name or alias, then by likeness."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        self._by_code: dict[str, list[KnownName]] = defaultdict(list)
        self._by_name: dict[str, dict[str, KnownName]] = defaultdict(dict)
        for organisation in known:
            for code in organisation.codes:
                self._by_code[code.casefold()].append(organisation)
            for name in (organisation.name, *organisation.aliases):
                self._by_name[fold_name(name)][organisation.key] = organisation

    def match(self, name: str, code: str | None = None) -> Match:
        if code and (coded := self._by_code.get(code.strip().casefold())):
            return _settle(coded, f'The code "{code.strip()}" belongs to more than one organisation')
        folded = fold_name(name)
        if not folded:
            return Match(MatchOutcome.UNKNOWN, reason="There is no name")
        if (named := self._by_name.get(folded)) is not None:
            return _settle(list(named.values()), f'"{name.strip()}" could be more than one organisation')
        alike = difflib.get_close_matches(folded, self._by_name, n=_MOST_SUGGESTIONS, cutoff=_ALIKE)
        found = {known.key: known for near in alike for known in self._by_name[near].values()}
        if found:
            return Match(MatchOutcome.ASK, tuple(found.values()), f'"{name.strip()}" is nearly a known name')
        return Match(MatchOutcome.UNKNOWN, reason=f'"{name.strip()}" is not a known organisation')


def _settle(found: list[KnownName], many: str) -> Match:
    if len(found) > 1:
        return Match(MatchOutcome.ASK, tuple(found), many)
    if not found[0].is_current:
        reason = f"{found[0].name} has ended: say whether it or its successor is meant"
        return Match(MatchOutcome.ASK, (found[0],), reason)
    return Match(MatchOutcome.FOUND, (found[0],))
