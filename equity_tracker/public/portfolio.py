"""Adding up counts for overview pages. Totals by domain equal totals overall: *not stated* is a row too."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.publication import Form
from equity_tracker.model.status import Tone
from equity_tracker.model.vocabulary import DOMAINS, LEVELS, NOT_STATED, NOT_STATED_LABEL, Term, Vocabulary
from equity_tracker.public.filters import OUTLOOKS, REPORTING

ADDITIONAL = {"new", "expanded", "accelerated"}

_TONES = {
    "reported": Tone.DONE,
    "due": Tone.NONE,
    "overdue": Tone.WARN,
    "not_reported": Tone.NONE,
    "never_reported": Tone.NONE,
    "not_asked": Tone.NONE,
    "closed": Tone.DONE,
    "on_track": Tone.GOOD,
    "at_risk": Tone.WARN,
    "off_track": Tone.BAD,
}


@dataclass(frozen=True)
class Part:
    """One share of a whole, and the filter that shows what is in it."""

    slug: str
    label: str
    count: int
    tone: Tone


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


def commitments_only(rows: Iterable[Any]) -> list[Any]:
    """Leave out statements of intent, which are counted apart."""
    return [row for row in rows if row.form is Form.COMMITMENT]


def total(rows: Iterable[Any]) -> int:
    return sum(row.number for row in rows)


def counted_by(rows: Iterable[Any], name: str) -> Counter[str]:
    """Add up by one attribute; nothing is left out, and what is missing counts as *not stated*."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[getattr(row, name) or NOT_STATED] += row.number
    return counts


def parts_of(rows: Iterable[Any], name: str) -> list[Part]:
    """Return the shares of one light, in the order in which the register lists them, without empty ones."""
    labels = REPORTING if name == "reporting" else OUTLOOKS
    counts = counted_by(rows, name)
    return [
        Part(slug, label, counts[slug], _TONES.get(slug, Tone.NONE))
        for slug, label in labels.items()
        if counts[slug]
    ]


def shares(rows: Iterable[Any], name: str, words: Vocabulary) -> list[tuple[str, str, int]]:
    """Return (slug, label, count) of each term that occurs, *not stated* last."""
    counts = counted_by(rows, name)
    found = [(term.slug, term.label, counts[term.slug]) for term in words]
    return [row for row in [*found, (NOT_STATED, NOT_STATED_LABEL, counts[NOT_STATED])] if row[2]]


def matrix(rows: Sequence[Any]) -> Matrix:
    """Cross domain and level. A column or row for *not stated* is there whenever something is in it."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[row.domain or NOT_STATED, row.level or NOT_STATED] += row.number
    domains = _with_not_stated(DOMAINS, {domain for domain, _ in counts})
    levels = _with_not_stated(LEVELS, {level for _, level in counts})
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


def _with_not_stated(words: Vocabulary, found: set[str]) -> list[tuple[str, str]]:
    terms = [(term.slug, _short(term)) for term in words if term.is_current or term.slug in found]
    return [*terms, (NOT_STATED, NOT_STATED_LABEL)] if NOT_STATED in found else terms


def _short(term: Term) -> str:
    return term.short_label or term.label
