"""The columns of a register row as data, of which its files, its dictionary and its API are made.

Names and meanings stay: people build on them. A new column goes to the end of its group.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from equity_tracker.model import vocabulary
from equity_tracker.model.dates import Precision
from equity_tracker.model.status import delivery_status, reporting_status
from equity_tracker.model.vocabulary import Vocabulary
from equity_tracker.public.filters import OUTLOOKS, REPORTING

Value = str | date | int | None
Row = Any


class Type(StrEnum):
    """What a column holds, in the words of a Table Schema."""

    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    URI = "uri"


class About(NamedTuple):
    """What a row alone does not know: the day it is read, and the address of the register."""

    today: date
    address: str


@dataclass(frozen=True)
class Column:
    """One column: its name for machines, its title for people, and what it means in one sentence."""

    name: str
    title: str
    description: str
    read: Callable[[Row, About], Value]
    type: Type = Type.STRING
    # Of a column that holds a term: what its words are, and how to read the term itself from a row.
    terms: Mapping[str, str] | None = None
    code: Callable[[Row, About], str | None] | None = None
    # Of a column that only hands on what a row has under one name, or its words: the name, and the words.
    attribute: str | None = None
    words: Mapping[str | None, str | None] | None = None

    @property
    def code_name(self) -> str:
        return f"{self.name}_code"


def _plain(name: str, title: str, description: str, *, of: str = "", type_: Type = Type.STRING) -> Column:
    attribute = of or name
    return Column(
        name, title, description, lambda row, _: getattr(row, attribute), type_, attribute=attribute
    )


def _day(name: str, title: str, description: str) -> Column:
    return _plain(name, title, description, type_=Type.DATE)


def _term(name: str, title: str, description: str, words: Vocabulary, *, of: str = "") -> Column:
    """Make a column of a term; of one that is not stated there is no code, and the words say so."""
    attribute = of or name
    terms = {term.slug: term.label for term in words}
    return Column(
        name,
        title,
        description,
        lambda row, _: words.label(getattr(row, attribute)),
        terms=terms,
        code=lambda row, _: getattr(row, attribute),
        attribute=attribute,
        words=_words(terms, unstated=words.label(None)),
    )


def _words(terms: Mapping[str, str], *, unstated: str | None) -> Mapping[str | None, str | None]:
    found: dict[str | None, str | None] = {None: unstated, vocabulary.NOT_STATED: vocabulary.NOT_STATED_LABEL}
    found.update(terms)
    return found


def _reported(name: str, title: str, description: str, words: Vocabulary) -> Column:
    """Make a column of a term that is empty until somebody reports."""
    terms = {term.slug: term.label for term in words}
    return Column(
        name,
        title,
        description,
        lambda row, _: words.label(value) if (value := getattr(row, name)) else None,
        terms=terms,
        code=lambda row, _: getattr(row, name),
        attribute=name,
        words=_words(terms, unstated=None),
    )


COLUMNS: Sequence[Column] = (
    _plain("reference", "Reference", "The commitment’s reference, which never changes."),
    _term("form", "Published as", "A commitment or a statement of intent; the two are counted apart.",
          vocabulary.PUBLICATION_FORMS),
    _plain("title", "Title", "The promise in everyday words."),
    _plain("organisation", "Organisation", "Who holds the commitment now, by the name it has now.",
           of="organisation_name"),
    _term("organisation_kind", "Kind of organisation", "What kind of body the organisation is.",
          vocabulary.ORGANISATION_KINDS),
    _plain("promised_by", "Promised by", "Who made the promise, by the name it had then.", of="made_by_name"),
    _plain("programme", "Programme", "The programme in which it was registered.", of="programme_name"),
    _term("domain", "Domain", "What kind of action it is, of six; every commitment has one primary domain.",
          vocabulary.DOMAINS),
    _term("level", "Level of action", "How far from the individual the registered action works, from 0 to 5.",
          vocabulary.LEVELS),
    _reported("confirmed_level", "Level last confirmed",
              "The level that the organisation confirmed at its last check-in; empty before the first.",
              vocabulary.LEVELS),
    _term("inequality", "Which inequality",
          "Whether it is about inequality in care, in the conditions people live in, or in both.",
          vocabulary.INEQUALITIES),
    _term("additionality", "What is new", "Whether the promise is new, or continues what was under way.",
          vocabulary.ADDITIONALITIES),
    _plain("place", "Place", "Where it is meant to work, as the organisation typed it."),
    _day("made_on", "Promised on", "The day on which the promise was made."),
    _day("ends_on", "To be done by", "The last day by which it is to be done."),
    Column("ends_precision", "Date given to the",
           "How exact the last day is: to the day, or only to the month, the quarter or the year.",
           lambda row, _: Precision(row.ends_precision).value if row.ends_on else None),
    Column("outlook", "How it is going",
           "The delivery light: the organisation’s own outlook, and only while it is recent.",
           lambda row, about: delivery_status(row, about.today).label,
           terms=OUTLOOKS, code=lambda row, about: delivery_status(row, about.today).slug),
    _reported("delivery", "How far it has got",
              "How far delivery had got at the last check-in, however old; charts and filters leave out what"
              " is too old to say how it stands.",
              vocabulary.DELIVERIES),
    Column("reporting", "Reporting", "The reporting light: whether what was asked for has been reported.",
           lambda row, about: reporting_status(row, about.today).label,
           terms=REPORTING, code=lambda row, about: reporting_status(row, about.today).slug),
    _day("last_reported_on", "Last reported on", "The day of the last published check-in."),
    _day("next_due_on", "Next due on",
         "The day by which the next check-in is due; while one is owed, the day by which that was."),
    _day("closed_on", "Closed on", "The day on which the commitment was closed; empty while it is open."),
    _plain("source_status", "Source says",
           "Of a record from elsewhere: the status its source gave it, not the organisation."),
    _day("published_on", "Published on", "The day on which it was first published here."),
    Column("url", "Address", "The address of its page.",
           lambda row, about: f"{about.address}/{row.public_id}/{row.slug}", Type.URI),
)  # fmt: skip


# How a whole row is read: by names, then words for terms, then what is worked out.
_ATTRIBUTES = attrgetter(*(column.attribute or "public_id" for column in COLUMNS))
_WORDED: list[tuple[int, Mapping[Any, str | None]]] = [
    (place, column.words) for place, column in enumerate(COLUMNS) if column.words is not None
]
_WORKED_OUT = [(place, column.read) for place, column in enumerate(COLUMNS) if column.attribute is None]


def header() -> list[str]:
    return [column.title for column in COLUMNS]


def values(row: Row, about: About) -> list[Value]:
    """Return what each column holds, in words: most by one look at the row, since a file has many rows."""
    found: list[Value] = list(_ATTRIBUTES(row))
    for place, words in _WORDED:
        found[place] = words[found[place]]
    for place, read in _WORKED_OUT:
        found[place] = read(row, about)
    return found


def cells(row: Row, about: About) -> list[str]:
    """Return the same as text; days as 2026-05-03, which every spreadsheet reads as dates and sorts."""
    return [value if type(value) is str else _as_text(value) for value in values(row, about)]


def _as_text(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def record(row: Row, about: About) -> dict[str, str | int | None]:
    """Return the same by name, each term also with its code, for machines."""
    found: dict[str, str | int | None] = {}
    for column in COLUMNS:
        value = column.read(row, about)
        found[column.name] = value.isoformat() if isinstance(value, date) else value
        if column.code is not None:
            found[column.code_name] = column.code(row, about)
    return found
