"""What may be asked of the register: filters, their words, the search and the order, read from an address.

Pure words; what each means in the database is in `queries.conditions`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from equity_tracker.model import status, vocabulary
from equity_tracker.model.vocabulary import NOT_STATED, NOT_STATED_LABEL, Vocabulary

LONGEST_SEARCH = 200
LONGEST_WORD = 80


class Sort(StrEnum):
    """The orders of the register. None of them ranks anybody."""

    NEWEST = "newest"
    TITLE = "title"
    END_DATE = "end_date"


SORT_LABELS = {
    Sort.NEWEST: "Newest first",
    Sort.TITLE: "Title, A to Z",
    Sort.END_DATE: "To be done by, earliest first",
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
OPEN_FACETS = {"programme": "Programme", "organisation": "Organisation", "source_status": "Source says"}
TITLES = {facet.name: facet.title for facet in FACETS} | OPEN_FACETS


@dataclass(frozen=True)
class Filters:
    """What was asked for. Equal filters show equal rows, whoever asks."""

    q: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = Sort.NEWEST

    def get(self, name: str) -> str | None:
        return self.chosen.get(name)

    @property
    def words(self) -> list[str]:
        """The words searched for, without accents and punctuation."""
        return searched_words(self.q)

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.chosen)

    def parameters(self) -> dict[str, str]:
        """Return them as an address says them, in one order, so that equal questions have equal addresses."""
        asked = {"q": self.q} if self.q else {}
        asked |= {name: self.chosen[name] for name in TITLES if name in self.chosen}
        return asked if self.sort is Sort.NEWEST else asked | {"sort": self.sort.value}

    def without(self, name: str) -> dict[str, str]:
        return {key: value for key, value in self.parameters().items() if key != name}


def searched_words(text: str) -> list[str]:
    folded = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return re.findall(r"[^\W_]+", folded.casefold())


def read_filters(arguments: Mapping[str, Iterable[str]]) -> Filters:
    """Read an address; raise `UnknownFilter` at the first thing it asks for that does not exist.

    :param arguments: each name with all its values, as an address may repeat them.
    """
    given = {name: _one(name, arguments[name]) for name in (*TITLES, "q", "sort") if name in arguments}
    chosen = {name: value for name in TITLES if (value := given.get(name))}
    for facet in FACETS:
        if facet.name in chosen and chosen[facet.name] not in facet.labels:
            raise UnknownFilter(facet.title, chosen[facet.name])
    for name, title in OPEN_FACETS.items():
        if len(chosen.get(name, "")) > LONGEST_WORD:
            raise UnknownFilter(title, chosen[name])
    q = " ".join(given.get("q", "").split())
    if len(q) > LONGEST_SEARCH:
        raise UnknownFilter("Search", f"more than {LONGEST_SEARCH} characters")
    return Filters(q=q, chosen=chosen, sort=_sort(given.get("sort", "")))


def _one(name: str, values: Iterable[str]) -> str:
    """Return the one value given. Two would ask for something that no row can be."""
    distinct = {value.strip() for value in values} - {""}
    if len(distinct) > 1:
        raise UnknownFilter(TITLES.get(name, name.capitalize()), " and ".join(sorted(distinct)))
    value = distinct.pop() if distinct else ""
    if any(unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in value):
        raise UnknownFilter(TITLES.get(name, name.capitalize()), "characters that cannot be read")
    return value


def _sort(value: str) -> Sort:
    try:
        return Sort(value) if value else Sort.NEWEST
    except ValueError:
        raise UnknownFilter("Order", value) from None
