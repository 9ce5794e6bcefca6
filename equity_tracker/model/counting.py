"""Adding up counts over many commitments. Totals by domain equal totals overall: *not stated* is a row too.

Whatever is counted is a row with `number` and the slugs it is counted by; `None` is *not stated*.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.vocabulary import DOMAINS, LEVELS, NOT_STATED, NOT_STATED_LABEL, Term, Vocabulary

ADDITIONAL = {"new", "expanded", "accelerated"}
# Of fewer than this, a percentage would say more than is known.
FEWEST_FOR_PERCENT = 6
_WHOLE = 100


@dataclass(frozen=True)
class MatrixRow:
    """One domain, how many it holds at each level, and in all."""

    domain: str
    label: str
    cells: list[tuple[str, int]]
    total: int


@dataclass(frozen=True)
class Matrix:
    """Commitments by main domain and level, each counted once."""

    columns: list[tuple[str, str]]
    rows: list[MatrixRow]
    totals: list[tuple[str, int]]
    total: int
    darkest: int


def total(rows: Iterable[Any]) -> int:
    return sum(row.number for row in rows)


def counted_by(rows: Iterable[Any], name: str) -> Counter[str]:
    """Add up by one attribute; nothing is left out, and what is missing counts as *not stated*."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[getattr(row, name) or NOT_STATED] += row.number
    return counts


def shares(rows: Iterable[Any], name: str, words: Vocabulary) -> list[tuple[str, str, int]]:
    """Return (slug, label, count) of each term that occurs, *not stated* last."""
    counts = counted_by(rows, name)
    found = [(term.slug, term.label, counts[term.slug]) for term in words]
    return [row for row in [*found, (NOT_STATED, NOT_STATED_LABEL, counts[NOT_STATED])] if row[2]]


def matrix(rows: Sequence[Any], by: str = "domain", words: Vocabulary = DOMAINS) -> Matrix:
    """Cross domain (or another question) and level. *Not stated* is there whenever something is in it."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[getattr(row, by) or NOT_STATED, row.level or NOT_STATED] += row.number
    domains = with_not_stated(words, {domain for domain, _ in counts})
    levels = with_not_stated(LEVELS, {level for _, level in counts})
    return Matrix(
        columns=levels,
        rows=[
            MatrixRow(
                domain,
                label,
                [(level, counts[domain, level]) for level, _ in levels],
                sum(counts[domain, level] for level, _ in levels),
            )
            for domain, label in domains
        ],
        totals=[(level, sum(counts[domain, level] for domain, _ in domains)) for level, _ in levels],
        total=sum(counts.values()),
        darkest=max(counts.values(), default=0),
    )


def with_not_stated(words: Vocabulary, found: set[str]) -> list[tuple[str, str]]:
    """Return (slug, short label) of each term in use or still offered, and *not stated* if it occurs."""
    terms = [(term.slug, _short(term)) for term in words if term.is_current or term.slug in found]
    return [*terms, (NOT_STATED, NOT_STATED_LABEL)] if NOT_STATED in found else terms


def _short(term: Term) -> str:
    return term.short_label or term.label


def percent(n: int, m: int) -> int | None:
    """Return the nearest whole percent: 100 only of all, 0 only of none; None of fewer than six."""
    if m < FEWEST_FOR_PERCENT:
        return None
    nearest = (2 * _WHOLE * n + m) // (2 * m)
    return nearest if n in {0, m} else min(max(nearest, 1), _WHOLE - 1)


def n_of_m(n: int, m: int) -> str:
    """Print "9 of 10 (90%)"; of fewer than six, "3 of 4" alone."""
    counted = f"{n:,} of {m:,}"
    share = percent(n, m)
    return counted if share is None else f"{counted} ({share}%)"
