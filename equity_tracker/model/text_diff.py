"""What differs between two texts, word by word, for readers of the change log."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# Words with the space after them, so that the parts put together are the text.
_WORD = re.compile(r"\S+\s*|\s+")
MOST_WORDS = 1_200
"""Of texts longer than that together, both are shown whole: to compare them takes too long."""
LEAST_ALIKE = 0.4
"""Of texts less alike, both are shown whole: a patchwork says less than two texts."""


@dataclass(frozen=True)
class Part:
    """Words that were taken out, put in, or stayed."""

    was: str
    now: str

    @property
    def stayed(self) -> bool:
        """Say whether the words are the same; the space between them may differ."""
        return self.was.split() == self.now.split()

    @property
    def shown(self) -> str:
        """Words that stayed, with space after them if either text has it: what was taken out may follow."""
        return self.now if self.now[-1:].isspace() else self.was


@lru_cache(maxsize=512)
def word_diff(before: str, after: str) -> tuple[Part, ...]:
    """Return the parts in their order; none where the texts have too little in common to be read as one."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return ()
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return ()
    return tuple(_parts(matcher, old, new))


def _bare(words: list[str]) -> list[str]:
    return [word.strip() for word in words]


def _parts(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Part]:
    for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        was, now = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        yield Part(was, now)
