"""What each answer of a facet would leave: counted with every other facet applied, and its own left aside.

Exact to `EXACT_UP_TO`; one more than that means more. Where a question leaves few rows, they are read and
counted here. Where it leaves many, each answer is counted by its own index and no further than it is told;
that takes long, and is remembered until anything public changes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from equity_tracker.counted_once import once
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.vocabulary import NOT_STATED
from equity_tracker.public.filters import LABELS, OPEN_FACETS, Question
from equity_tracker.public.queries.conditions import (
    TODAY,
    Narrowing,
    conditions,
    delivery_light,
    is_stale,
    narrowing,
    reporting_light,
    visible,
)
from equity_tracker.public.queries.publications import list_current
from equity_tracker.public.queries.sizes import CAP, STATEMENTS_REMEMBERED, count_each, without
from equity_tracker.public.queries.tables import BY_FACETS, Determinant, Entry, Profession, entries, read

# To read a row costs twenty millionths of a second; to count by index, a thousand entries for each answer.
READ_AT_MOST = 2_000
# To read what the index of facets holds of a row costs four.
READ_BY_INDEX_AT_MOST = 20_000
# A list of more organisations or places is no help; they are found by typing.
LISTED_AT_MOST = 40


class Answer(NamedTuple):
    """One answer to a facet: how many rows it would leave."""

    value: str
    label: str
    number: int


Counts = dict[str, list[Answer]]

# Facets of many answers for each row: where they stand.
_MANY = {"profession": Profession.profession, "determinant": Determinant.determinant}
_DELIVERY = case((is_stale(TODAY), null()), else_=Entry.delivery)
# Of all others, what a row holds. Those with a name of their own have a second column.
_COLUMNS: dict[str, tuple[Any, ...]] = {
    "domain": (Entry.domain,),
    "outlook": (delivery_light(TODAY),),
    "delivery": (_DELIVERY,),
    "reporting": (reporting_light(TODAY),),
    "form": (type_coerce(Entry.form, String),),
    "level": (Entry.level,),
    "inequality": (Entry.inequality,),
    "additionality": (Entry.additionality,),
    "kind": (Entry.organisation_kind,),
    "programme": (Entry.programme_slug, Entry.programme_name),
    "organisation": (Entry.organisation_slug, Entry.organisation_name),
    "place": (Entry.place_key, Entry.place),
    "source_status": (Entry.source_status,),
}
# What the index of facets does not hold.
_NAMED = {"programme", "organisation", "place"}


def count_facets(question: Question, today: date) -> Counts:
    """Return the answers of every facet that would leave something, and those that are chosen."""
    bases: dict[tuple[str, ...], Question] = {
        (name,): without(question, name) for name in question.filters.chosen
    }
    bases[tuple(name for name in _names() if name not in question.filters.chosen)] = question
    found: dict[str, dict[str, Answer]] = {}
    for (names, base), size in zip(
        bases.items(), count_each(list(bases.values()), today, READ_BY_INDEX_AT_MOST + 1), strict=True
    ):
        asked, values = narrowing(base)
        values["today"] = today
        if size <= READ_AT_MOST:
            found |= _count_rows(asked, names, values)
        else:
            found |= _remembered(asked, names, values, size)
    return {name: _in_order(question, name, found[name]) for name in _names() if name in found}


def _remembered(
    asked: Narrowing, names: tuple[str, ...], values: dict[str, Any], size: int
) -> dict[str, dict[str, Answer]]:
    what = asked, names, tuple(sorted(values.items()))
    return once(what, values["today"], lambda: _count_many(asked, names, values, size))


def _names() -> Iterable[str]:
    return (*LABELS, *OPEN_FACETS)


def _in_order(question: Question, name: str, found: Mapping[str, Answer]) -> list[Answer]:
    """Put answers in the order of their list or of the alphabet, with those that are chosen."""
    chosen = question.filters.answers(name)
    if name in LABELS:
        return [
            found.get(value) or Answer(value, label, 0)
            for value, label in LABELS[name].items()
            if value in found or value in chosen
        ]
    if len(found) > LISTED_AT_MOST:
        found = {value: answer for value, answer in found.items() if value in chosen}
    missing = [Answer(value, question.words(name, value), 0) for value in chosen if value not in found]
    return sorted([*found.values(), *missing], key=lambda answer: (answer.label.casefold(), answer.value))


# Few rows: read them.


def _count_rows(
    asked: Narrowing, names: tuple[str, ...], values: dict[str, Any]
) -> dict[str, dict[str, Answer]]:
    found: dict[str, dict[str, Answer]] = {}
    plain = tuple(name for name in names if name in _COLUMNS)
    if plain:
        # Columns, not rows: they are counted one facet at a time.
        columns = iter(zip(*read(_rows(asked, plain), values).all(), strict=True))
        for name in plain:
            pairs = len(_COLUMNS[name])
            found[name] = _named(name, Counter(zip(*(next(columns, ()) for _ in range(pairs)), strict=True)))
    for name in (name for name in names if name in _MANY):
        counted = {(row.answer,): row.number for row in read(_grouped(asked, name), values)}
        found[name] = _named(name, counted)
    return found


def _named(name: str, counted: Mapping[tuple[Any, ...], int]) -> dict[str, Answer]:
    """Add up what is one answer, as two ways to type a place are, and leave out what is none."""
    labels = LABELS.get(name)
    found: dict[str, Answer] = {}
    for key, number in sorted(counted.items(), key=str):
        value = str(key[0]) if key[0] is not None else NOT_STATED
        if (labels is not None and value not in labels) or (labels is None and key[0] is None):
            continue
        known = found.get(value)
        label = known.label if known else labels[value] if labels is not None else str(key[-1])
        found[value] = Answer(value, label, min(number + (known.number if known else 0), CAP))
    return found


@lru_cache(STATEMENTS_REMEMBERED)
def _rows(asked: Narrowing, names: tuple[str, ...]) -> Select[Any]:
    columns = [column for name in names for column in _COLUMNS[name]]
    labelled = [column.label(f"c{place}") for place, column in enumerate(columns)]
    rows = select(*labelled).where(visible(TODAY), *conditions(asked))
    # Without these it is of many rows, and the index holds all of it.
    return rows if _NAMED & set(names) else rows.with_hint(entries, BY_FACETS, "sqlite")


@lru_cache(STATEMENTS_REMEMBERED)
def _grouped(asked: Narrowing, name: str) -> Select[Any]:
    """Count a facet of which a row may have several answers; where none is an answer, it is counted too."""
    answer = _MANY[name]
    is_outer = NOT_STATED in LABELS[name]
    rows = Entry.id.table.join(answer.table, answer.table.c.entry_id == Entry.id, isouter=is_outer)
    wanted = select(answer.label("answer"), func.count().label("number")).select_from(rows)
    return wanted.where(visible(TODAY), *conditions(asked)).group_by(answer)


# Many rows: count each answer, and stop. Organisations and places are too many then to be listed.


def _count_many(
    asked: Narrowing, names: tuple[str, ...], values: dict[str, Any], size: int
) -> dict[str, dict[str, Answer]]:
    known = tuple(name for name in names if name in LABELS)
    # A search would be made anew for each answer, and a light is worked out for each row: these are read.
    is_read = asked.engine or size <= READ_BY_INDEX_AT_MOST
    lights = {} if is_read else _count_lights(asked, known, values)
    others = tuple(name for name in known if name not in lights)
    found = lights | (_count_rows if is_read else _count_by_index)(asked, others, values)
    if "programme" in names:
        found["programme"] = _count_programmes(asked, values)
    return found


def _count_lights(
    asked: Narrowing, names: tuple[str, ...], values: dict[str, Any]
) -> dict[str, dict[str, Answer]]:
    """Count both lights and delivery in one pass: to sort the rows for each would take as long again."""
    wanted = tuple(name for name in ("outlook", "reporting", "delivery") if name in names)
    counted: dict[str, Counter[tuple[Any, ...]]] = {name: Counter() for name in wanted}
    for row in read(_lights(asked, wanted), values) if wanted else ():
        for name, answer in zip(wanted, row, strict=False):
            counted[name][(answer,)] += row.number
    return {name: _named(name, numbers) for name, numbers in counted.items()}


@lru_cache(STATEMENTS_REMEMBERED)
def _lights(asked: Narrowing, names: tuple[str, ...]) -> Select[Any]:
    answers = [_COLUMNS[name][0].label(name) for name in names]
    rows = select(*answers, func.count().label("number")).where(visible(TODAY), *conditions(asked))
    return rows.group_by(*answers).with_hint(entries, BY_FACETS, "sqlite")


def _count_by_index(
    asked: Narrowing, names: tuple[str, ...], values: dict[str, Any]
) -> dict[str, dict[str, Answer]]:
    found: dict[str, dict[str, Answer]] = {name: {} for name in names}
    for row in read(_capped(asked, names), values) if names else ():
        if row.number:
            found[row.facet][row.answer] = Answer(row.answer, LABELS[row.facet][row.answer], row.number)
    return found


def _count_programmes(asked: Narrowing, values: dict[str, Any]) -> dict[str, Answer]:
    """Count each by its own index. There are few of them, unlike organisations and places."""
    offered = list_current(PublicationKind.PROGRAMME, values["today"])
    found = {}
    for row in offered:
        of_it = values | {"of_programme": row.programme_id}
        if number := read(_of_programme(asked), of_it).scalar():
            found[row.slug] = Answer(row.slug, row.payload["name"], number)
    return found


@lru_cache(STATEMENTS_REMEMBERED)
def _of_programme(asked: Narrowing) -> Select[Any]:
    rows = select(Entry.id).where(Entry.programme_id == bindparam("of_programme"), visible(TODAY))
    return select(func.count()).select_from(rows.where(*conditions(asked)).limit(CAP).subquery())


@lru_cache(STATEMENTS_REMEMBERED)
def _capped(asked: Narrowing, names: tuple[str, ...]) -> CompoundSelect[Any]:
    return union_all(
        *(
            select(
                literal(name).label("facet"),
                literal(value).label("answer"),
                _one(asked, name, value).scalar_subquery().label("number"),
            )
            for name in names
            for value in LABELS[name]
        )
    )


def _one(asked: Narrowing, name: str, value: str) -> Select[Any]:
    """Count what one answer leaves of a question, up to one more than is told."""
    if name in _MANY and value != NOT_STATED:
        of_row = _MANY[name].table.c
        rows = select(of_row.entry_id).join_from(of_row.entry_id.table, Entry.id.table)
        rows = rows.where(_MANY[name] == value, visible(TODAY), *conditions(asked))
    else:
        narrower = asked._replace(chosen=(*asked.chosen, (name, (value,))))
        rows = select(Entry.id).where(visible(TODAY), *conditions(narrower))
        rows = rows.with_hint(entries, BY_FACETS, "sqlite")
    return select(func.count()).select_from(rows.limit(CAP).subquery())
