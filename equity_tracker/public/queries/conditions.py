"""The filters of the register as conditions on its rows. Both lights say what `model.status` says."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.sql import column

from equity_tracker.extensions import db
from equity_tracker.model import status
from equity_tracker.model.publication import Form
from equity_tracker.model.status import Reporting
from equity_tracker.model.vocabulary import NOT_STATED
from equity_tracker.public.filters import Question
from equity_tracker.public.queries.tables import Determinant, Entry, Profession
from equity_tracker.public.words import asked_of

Condition = ColumnElement[bool]
Day = date | BindParameter[date]
# The day of a statement that is put together once and asked on many days.
TODAY = bindparam("today", type_=Date)


class Narrowing(NamedTuple):
    """What a question asks of a row. Equal ones have equal statements, which are handed their values.

    `chosen` has the answers from lists of ours. Of what is `given`, ids and words, there are only the name
    and how many.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    given: tuple[tuple[str, int], ...] = ()
    # Whose words are searched by: that of SQLite or that of PostgreSQL. None when nothing is searched for.
    engine: str = ""


# Facets whose answers are values, and the column that holds them.
_GIVEN = {
    "programme": "programme_id",
    "organisation": "organisation_id",
    "place": "place_key",
    "source_status": "source_status",
}


def narrowing(question: Question) -> tuple[Narrowing, dict[str, Any]]:
    """Return what a question asks of a row, beyond that it is visible, and the values for its statement."""
    filters = question.filters
    engine = db.engine.dialect.name if filters.q else ""
    given = {
        name: question.ids.get(name) or filters.answers(name)
        for name in _GIVEN
        if name in question.ids or name in filters.chosen
    }
    values: dict[str, Any] = {
        f"{name}_{place}": value for name, some in given.items() for place, value in enumerate(some)
    }
    if engine:
        values["words"] = asked_of(engine, filters.terms)
    chosen = tuple(choice for choice in filters.chosen.items() if choice[0] in _MAKERS)
    return Narrowing(chosen, tuple((name, len(some)) for name, some in given.items()), engine), values


def conditions(asked: Narrowing, *, many: bool = False) -> list[Condition]:
    """Put it as conditions.

    :param many: whether a search is known to match many rows.
    """
    found = [or_(*(_MAKERS[name](value, TODAY) for value in some)) for name, some in asked.chosen]
    found += [
        or_(*(Entry[_GIVEN[name]] == bindparam(f"{name}_{place}") for place in range(number)))
        for name, number in asked.given
    ]
    return [*found, matching(asked.engine, many=many)] if asked.engine else found


def visible(today: Day) -> Condition:
    """Say which rows the public may read: launched, and not taken back."""
    return Entry.public_from <= today


def matching(engine: str, *, many: bool = False) -> Condition:
    """Match the rows that hold all of the `words` that the statement is handed: see `words.asked_of`."""
    words = bindparam("words", type_=String)
    if engine == "sqlite":
        # SQLite would look up and sort every match. The sum keeps it from that: it reads the rows in
        # order and asks of each whether it matches, which is sooner done when many do (2 ms, not 29).
        row = Entry.id + 0 if many else Entry.id
        search = table("register_search", column("rowid"), column("register_search"))
        return row.in_(select(search.c.rowid).where(search.c.register_search.op("MATCH")(words)))
    asked = func.to_tsquery(literal_column("'english'::regconfig"), words)
    return literal_column("register_entries.search_vector").op("@@", return_type=Boolean)(asked)


def is_stale(today: Day) -> Condition:
    return and_(Entry.closed_on.is_(None), Entry.stale_from.is_not(None), Entry.stale_from <= today)


def delivery_light(today: Day) -> ColumnElement[str]:
    """Give the slug of the delivery light of each row."""
    return case(
        (Entry.closed_on.is_not(None), status.CLOSED),
        (Entry.source_status.is_not(None), status.AS_SOURCED),
        (or_(Entry.outlook.is_(None), Entry.last_reported_on.is_(None)), status.NOTHING_YET),
        (Entry.stale_from <= today, status.STALE),
        else_=Entry.outlook,
    )


def reporting_light(today: Day) -> ColumnElement[str]:
    """Give the slug of the reporting light of each row."""
    never = Entry.last_reported_on.is_(None)
    return case(
        (Entry.closed_on.is_not(None), Reporting.CLOSED.value),
        (and_(_not_expected(), never), Reporting.NOT_ASKED.value),
        (_not_expected(), Reporting.REPORTED.value),
        (Entry.next_due_on >= today, Reporting.DUE.value),
        (Entry.grace_until >= today, Reporting.OVERDUE.value),
        (never, Reporting.NEVER_REPORTED.value),
        else_=Reporting.NOT_REPORTED.value,
    )


def _not_expected() -> Condition:
    return or_(Entry.next_due_on.is_(None), Entry.grace_until.is_(None))


def _outlook(value: str, today: Day) -> Condition:
    light = delivery_light(today) == value
    # The plain comparison lets the index on outlooks be used; the light then drops what is out of date.
    special = {status.CLOSED, status.AS_SOURCED, status.NOTHING_YET, status.STALE}
    return light if value in special else and_(Entry.outlook == value, light)


def _reporting(value: str, today: Day) -> Condition:
    """Compare the light; the plain comparisons beside it let an index be used."""
    light = reporting_light(today) == value
    state = Reporting(value)
    if state is Reporting.CLOSED:
        return Entry.closed_on.is_not(None)
    if state in {Reporting.NOT_ASKED, Reporting.REPORTED}:
        return and_(Entry.closed_on.is_(None), light)
    if state is Reporting.DUE:
        return and_(Entry.closed_on.is_(None), Entry.next_due_on >= today, light)
    return and_(Entry.closed_on.is_(None), Entry.next_due_on < today, light)


def _determinant(value: str, _today: Day) -> Condition:
    if value == NOT_STATED:
        return ~exists().where(Determinant.entry_id == Entry.id)
    return Entry.id.in_(select(Determinant.entry_id).where(Determinant.determinant == value))


def _delivery(value: str, today: Day) -> Condition:
    return and_(Entry.delivery == value, ~is_stale(today))


def _stated(attribute: str) -> Callable[[str, Day], Condition]:
    def make(value: str, _today: Day) -> Condition:
        of_entry = Entry[attribute]
        found: Condition = of_entry.is_(None) if value == NOT_STATED else of_entry == value
        return found

    return make


_MAKERS: dict[str, Callable[[str, Day], Condition]] = {
    "domain": _stated("domain"),
    "level": _stated("level"),
    "inequality": _stated("inequality"),
    "additionality": _stated("additionality"),
    "determinant": _determinant,
    "profession": lambda value, _today: Entry.id.in_(
        select(Profession.entry_id).where(Profession.profession == value)
    ),
    "kind": _stated("organisation_kind"),
    "form": lambda value, _today: Entry.form == Form(value),
    "outlook": _outlook,
    "delivery": _delivery,
    "reporting": _reporting,
}
