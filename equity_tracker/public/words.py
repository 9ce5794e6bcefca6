"""What is searched for: words and quoted phrases, read from what somebody typed, whatever it is.

Both search engines are asked for the same words, and stem them. What would be found everywhere is left out.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from equity_tracker.model.slugs import plain_words

# A prefix of one letter would match half the register, at the cost of reading it.
SHORTEST_PREFIX = 2
SEARCHES_REMEMBERED = 200
_QUOTES = re.compile('["“”„«»]')
# What PostgreSQL's English dictionary leaves out; SQLite has no such list.
COMMON = frozenset(
    "a about above after again against all am an and any are as at be because been before being below between"
    " both but by can did do does doing don down during each few for from further had has have having he her"
    " here hers herself him himself his how i if in into is it its itself just me more most my myself no nor"
    " not now of off on once only or other our ours ourselves out over own s same she should so some such t"
    " than that the their theirs them themselves then there these they this those through to too under until"
    " up very was we were what when where which while who whom why will with you your yours yourself"
    " yourselves".split()
)


class Term(NamedTuple):
    """Words that have to stand next to one another, in this order; one word is the usual case."""

    words: tuple[str, ...]
    # Whether the word may be only the beginning of one.
    is_prefix: bool = False


@lru_cache(SEARCHES_REMEMBERED)
def read_terms(text: str) -> tuple[Term, ...]:
    """Read every term; the last may be the beginning of a word, unless it is quoted."""
    pieces = _QUOTES.split(text)
    # What stands after a quotation mark that nobody closed is words like any others.
    last = len(pieces) - 1
    terms: list[Term] = []
    for place, piece in enumerate(pieces):
        words = plain_words(piece)
        if place % 2 and place != last:
            terms += [Term(tuple(words))] if words else []
        else:
            terms += [Term((word,)) for word in words]
    wanted = [term for term in terms if not COMMON.issuperset(term.words)]
    if wanted and wanted[-1] is terms[-1] and plain_words(pieces[-1]):
        last_word = wanted[-1].words[-1]
        wanted[-1] = Term((last_word,), is_prefix=len(last_word) >= SHORTEST_PREFIX)
    return tuple(wanted)


def asked_of(engine: str, terms: tuple[Term, ...]) -> str:
    """Ask an engine for every term, in its own words. To ask for none finds nothing.

    Words are letters and digits only, so nothing in them means anything to either engine.
    """
    if engine == "sqlite":
        return " ".join(f'"{" ".join(words)}"{"*" * is_prefix}' for words, is_prefix in terms) or '""'
    return " & ".join(
        " <-> ".join(f"'{word}'{':*' * is_prefix}" for word in words) for words, is_prefix in terms
    )
