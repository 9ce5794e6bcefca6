"""What may be asked of the register: filters, their words, the search and the order, read from an address.

Pure words; what each means in the database is in `queries.conditions`.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from equity_tracker.model import status, vocabulary
from equity_tracker.model.register import place_key
from equity_tracker.model.vocabulary import NOT_STATED, NOT_STATED_LABEL, Vocabulary
from equity_tracker.public.words import Term, read_terms

LONGEST_SEARCH = 200
LONGEST_WORD = 80
# Of one question. More than so many organisations or places at once is a mistake in an address.
MOST_ANSWERS = 40

Parameters = list[tuple[str, str]]


class Sort(StrEnum):
    """The orders of the register. None of them ranks anybody."""

    NEWEST = "newest"
    DUE = "due"
    TITLE = "title"
    END_DATE = "end_date"


SORT_LABELS = {
    Sort.NEWEST: "Newest first",
    Sort.DUE: "Next report due first",
    Sort.TITLE: "Title, A to Z",
    Sort.END_DATE: "To be done soonest",
}


class UnknownFilter(Exception):
    """The address asks for what the register cannot tell apart. Showing more instead would mislead."""

    def __init__(self, title: str, value: str) -> None:
        super().__init__(f"{title}: {value}")
        self.title = title
        self.value = value


@dataclass(frozen=True)
class Facet:
    """One filter with a fixed set of answers."""

    name: str
    title: str
    labels: Mapping[str, str]


def _labels(words: Vocabulary, *, not_stated: bool = False) -> dict[str, str]:
    labels = {term.slug: term.label for term in words}
    return labels | {NOT_STATED: NOT_STATED_LABEL} if not_stated else labels


# The delivery light, in the words of `model.status`: an outlook only while it is current.
OUTLOOKS = _labels(vocabulary.OUTLOOKS) | {
    status.STALE: "No recent update",
    status.NOTHING_YET: "Nothing reported yet",
    status.CLOSED: "Closed",
    status.AS_SOURCED: "As judged by the source",
}
REPORTING = {
    status.Reporting.REPORTED.value: "Reported",
    status.Reporting.DUE.value: "Due",
    status.Reporting.OVERDUE.value: "Overdue",
    status.Reporting.NOT_REPORTED.value: "Not reported",
    status.Reporting.NEVER_REPORTED.value: "Never reported",
    status.Reporting.NOT_ASKED.value: "Not asked yet",
    status.Reporting.CLOSED.value: "Closed",
}
FACETS = (
    Facet("domain", "Domain", _labels(vocabulary.DOMAINS, not_stated=True)),
    Facet("determinant", "Determinant", _labels(vocabulary.DETERMINANTS, not_stated=True)),
    Facet("outlook", "How it is going", OUTLOOKS),
    Facet("delivery", "How far it has got", _labels(vocabulary.DELIVERIES)),
    Facet("reporting", "Reporting", REPORTING),
    Facet("form", "Published as", _labels(vocabulary.PUBLICATION_FORMS)),
    Facet("level", "Level of action", _labels(vocabulary.LEVELS, not_stated=True)),
    Facet("profession", "Profession", _labels(vocabulary.PROFESSIONS)),
    Facet("inequality", "Which inequality", _labels(vocabulary.INEQUALITIES, not_stated=True)),
    Facet("additionality", "What is new", _labels(vocabulary.ADDITIONALITIES, not_stated=True)),
    Facet("kind", "Kind of organisation", _labels(vocabulary.ORGANISATION_KINDS)),
)
# Their answers are rows of the database, or words of a source: the page checks them there.
OPEN_FACETS = {
    "programme": "Programme",
    "organisation": "Organisation",
    "place": "Place",
    "source_status": "Source says",
}
TITLES = {facet.name: facet.title for facet in FACETS} | OPEN_FACETS
LABELS = {facet.name: facet.labels for facet in FACETS}


@dataclass(frozen=True)
class Filters:
    """What was asked for. Equal filters show equal rows, whoever asks.

    Several answers to one question are *or*, several questions are *and*.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.NEWEST

    def answers(self, name: str) -> tuple[str, ...]:
        return self.chosen.get(name, ())

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is searched for: words and phrases, without accents and punctuation."""
        return read_terms(self.q)

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.chosen)

    def parameters(self) -> Parameters:
        """Return them as an address says them, in one order, so that equal questions have equal addresses."""
        asked = [("q", self.q)] if self.q else []
        asked += [(name, value) for name in TITLES for value in self.answers(name)]
        return asked if self.sort is Sort.NEWEST else [*asked, ("sort", self.sort.value)]

    def without(self, name: str, value: str | None = None) -> Parameters:
        """Return the parameters without a question, or without one of its answers."""
        return [(key, given) for key, given in self.parameters() if key != name or value not in (None, given)]

    def with_answer(self, name: str, value: str) -> Parameters:
        """Return the parameters with this as the one answer to a question."""
        return replace(self, chosen={**self.chosen, name: (value,)}).parameters()


@dataclass(frozen=True)
class Question:
    """Filters, with the rows that they name by slug: what the register is asked, whoever asks."""

    filters: Filters = Filters()
    # By the name of the facet: what its answers are in the database, and what they are called.
    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def words(self, name: str, value: str) -> str:
        """Return an answer as a person reads it."""
        known = LABELS.get(name) or self.names.get(name, {})
        return known.get(value, value)

    @property
    def in_words(self) -> str:
        """Return all that is asked, as a person reads it; nothing when it is everything."""
        filters = self.filters
        asked = [
            f"{TITLES[name]}: {' or '.join(self.words(name, value) for value in some)}"
            for name, some in filters.chosen.items()
        ]
        return "; ".join([*asked, f"Search: {filters.q}"] if filters.q else asked)


def read_filters(arguments: Mapping[str, Iterable[str]]) -> Filters:
    """Read an address; raise `UnknownFilter` at the first thing it asks for that does not exist.

    :param arguments: each name with all its values, as an address may repeat them.
    """
    given = {name: _given(name, arguments[name]) for name in (*TITLES, "q", "sort") if name in arguments}
    chosen = {name: _in_order(name, given[name]) for name in TITLES if given.get(name)}
    q = " ".join(_one("q", given.get("q", ())).split())
    if len(q) > LONGEST_SEARCH:
        raise UnknownFilter("Search", f"more than {LONGEST_SEARCH} characters")
    return Filters(q=q, chosen=chosen, sort=_sort(_one("sort", given.get("sort", ()))))


def _given(name: str, values: Iterable[str]) -> Sequence[str]:
    """Return what was given, each once."""
    distinct = sorted({value.strip() for value in values} - {""})
    if name == "place":
        # A place of no letters names none.
        distinct = sorted({place_key(value) or value for value in distinct})
    if any(
        unicodedata.category(letter) == "Cc" and not letter.isspace()
        for value in distinct
        for letter in value
    ):
        raise UnknownFilter(_title(name), "characters that cannot be read")
    return distinct


def _in_order(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return answers in the order of their list, or of the alphabet where there is none."""
    labels = LABELS.get(name)
    for value in values:
        if len(value) > LONGEST_WORD or (labels is not None and value not in labels):
            raise UnknownFilter(_title(name), value)
    if len(values) > MOST_ANSWERS:
        raise UnknownFilter(_title(name), f"more than {MOST_ANSWERS} answers")
    return tuple(values if labels is None else (value for value in labels if value in values))


def _one(name: str, values: Sequence[str]) -> str:
    """Return the one value given. Two would ask for something that no list can be."""
    if len(values) > 1:
        raise UnknownFilter(_title(name), " and ".join(values))
    return values[0] if values else ""


def _title(name: str) -> str:
    return TITLES.get(name) or {"q": "Search", "sort": "Order"}[name]


def _sort(value: str) -> Sort:
    try:
        return Sort(value) if value else Sort.NEWEST
    except ValueError:
        raise UnknownFilter("Order", value) from None
