"""What makes a new password good enough: long, and not what somebody would try first.

No rule asks for digits or signs: they make passwords harder to remember and hardly harder to guess.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

SHORTEST = 12
# What has to be left of a password once the words are taken out that anybody would think of.
FEWEST_OWN_CHARACTERS = 6
FEWEST_DIFFERENT_CHARACTERS = 5

_LIST = Path(__file__).parent / "data" / "common_passwords.txt"
_OUR_WORDS = ("equity", "tracker", "commitment", "programme", "health", "password", "welcome", "letmein")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_STEPS = {step for row in _ROWS for line in (row, row[::-1]) for step in pairwise(line)}

_DO = "Choose three or four words that have nothing in common"
TOO_SHORT = f"The password must be {SHORTEST} characters or longer. Three or four words make a good one"
TOO_COMMON = f"Many people use this password, or one much like it. {_DO}"
TOO_REGULAR = f"The password is mostly repeats or a run of keys. {_DO}"
TOO_CLOSE = f"The password is mostly your name, your e-mail address or a word of this service. {_DO}"


def refusal(password: str, *, about: Iterable[str] = ()) -> str | None:
    """Return what is wrong with a new password, or None.

    :param about: the person's name and e-mail address.
    """
    folded = password.casefold()
    if len(password) < SHORTEST:
        return TOO_SHORT
    if _is_regular(folded):
        return TOO_REGULAR
    if _is_common(folded):
        return TOO_COMMON
    if _own_characters(folded, about) < FEWEST_OWN_CHARACTERS:
        return TOO_CLOSE
    return None


def _is_regular(folded: str) -> bool:
    """Few characters, the same piece again and again, or keys beside one another."""
    if len(set(folded)) < FEWEST_DIFFERENT_CHARACTERS:
        return True
    if (folded * 2).find(folded, 1) < len(folded):
        return True
    steps = list(pairwise(folded))
    return sum(step in _STEPS or step[0] == step[1] for step in steps) > len(steps) * 3 / 4


def _is_common(folded: str) -> bool:
    """On the list, or on it but for figures and signs around it."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return folded in _common() or core in _common()


def _own_characters(folded: str, about: Iterable[str]) -> int:
    """Count the letters and figures that are left without the words somebody would try for this person."""
    words = {word for text in about for word in re.findall(r"\w{3,}", text.casefold())} | set(_OUR_WORDS)
    for word in sorted(words, key=len, reverse=True):
        folded = folded.replace(word, "")
    return len(re.findall(r"[^\W_]", folded))


@cache
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text("utf-8").splitlines())
