"""The list of published commitments: pages by cursor, counts that stop at a thousand, all rows for a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, func, select, tuple_, type_coerce

from equity_tracker.counted_once import number_once
from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.filters import Question, Sort
from equity_tracker.public.queries.conditions import TODAY, Narrowing, conditions, narrowing, visible
from equity_tracker.public.queries.tables import BY_FACETS, LIGHTS, AnyRow, Entry, entries, read, read_named

ROWS_AT_ONCE = 1000
STATEMENTS_REMEMBERED = 200

LISTED = (
    Entry.id,
    Entry.public_id,
    Entry.slug,
    Entry.title,
    # As text: there is no call for the member of the enumeration.
    type_coerce(Entry.form, String).label("form"),
    Entry.organisation_name,
    Entry.ends_on,
    Entry.ends_precision,
    *LIGHTS,
)
FOR_A_FILE = (
    *LISTED,
    Entry.reference,
    Entry.organisation_kind,
    Entry.made_by_name,
    Entry.programme_name,
    Entry.domain,
    Entry.level,
    Entry.inequality,
    Entry.additionality,
    Entry.place,
    Entry.made_on,
    Entry.published_on,
    Entry.delivery,
    Entry.confirmed_level,
)
# What programs are told of a row beside that: the slugs by which the rest is found.
FOR_PROGRAMS = (*FOR_A_FILE, Entry.organisation_slug, Entry.programme_slug)
# The stored key of each order, whether it runs down, and what a cursor of it holds.
_KEYS: dict[Sort, tuple[Any, bool, type]] = {
    Sort.NEWEST: (Entry.published_on, True, date),
    Sort.DUE: (Entry.sort_due_on, False, date),
    Sort.TITLE: (Entry.sort_title, False, str),
    Sort.END_DATE: (Entry.sort_ends_on, False, date),
}
_INDEXES = {Sort.NEWEST: "newest", Sort.DUE: "due", Sort.TITLE: "title", Sort.END_DATE: "ends"}


class Found(NamedTuple):
    """One page of rows, and how many there are in all."""

    rows: Sequence[AnyRow]
    in_all: int
    # Whose rules a search went by. Its rows hold the text that was searched.
    engine: str = ""


def cursor_shape(sort: Sort) -> Sequence[type]:
    return (_KEYS[sort][2], int)


def cursor_key(sort: Sort, row: AnyRow) -> Sequence[str | int | date]:
    """Return where the next page goes on: the sort key of the last row, and its id."""
    return (getattr(row, _KEYS[sort][0].key), row.id)


def list_entries(
    question: Question, today: date, *, after: Sequence[Any] | None, limit: int
) -> Sequence[AnyRow]:
    """Return one page of rows; ask for one more than is shown to learn whether there are others."""
    asked, values = narrowing(question)
    sort = question.filters.sort
    page = _page(sort, asked, later=after is not None)
    return read_named(page, values | _place(today, after, limit))


def read_page(question: Question, today: date, *, after: Sequence[Any] | None, limit: int) -> Found:
    """Return one page of rows as `list_entries` does, and how many there are.

    They are counted up to one more than `EXACT_UP_TO`, for an exact count of everything costs too much.
    """
    asked, given = narrowing(question)
    page = _Asked(question.filters.sort, asked, given, given | _place(today, after, limit), after is not None)
    if not asked.engine and (_has_order(asked) or page.count_once() > EXACT_UP_TO):
        return page.read_in_order()
    rows = page.read_found()
    in_all = page.told(rows)
    return Found(page.read(_of_many) if in_all > EXACT_UP_TO else rows, in_all, asked.engine)


class _Asked(NamedTuple):
    """One page of a question, with the values for its statements."""

    sort: Sort
    asked: Narrowing
    given: Mapping[str, Any]
    values: Mapping[str, Any]
    is_later: bool

    def read(self, statement: Callable[..., Select[Any]]) -> Sequence[AnyRow]:
        return read_named(statement(self.sort, self.asked, later=self.is_later), self.values)

    def read_in_order(self) -> Found:
        """Count by the statement that reads, unless it was counted before: to prepare two costs more."""
        rows: Sequence[AnyRow] | None = None

        def count() -> int:
            nonlocal rows
            rows = self.read(_counted)
            return self.told(rows)

        in_all = self.count_once(count)
        return Found(self.read(_page) if rows is None else rows, in_all)

    def read_found(self) -> Sequence[AnyRow]:
        """Read what was found, and put it in order here: a database sorts such wide rows more slowly."""
        key, runs_down, _ = _KEYS[self.sort]
        return sorted(self.read(_found), key=attrgetter(key.key, "id"), reverse=runs_down)

    def told(self, rows: Sequence[AnyRow]) -> int:
        """Return how many there are in all: any row of the page says it, else it is asked."""
        if rows:
            return int(rows[0].in_all)
        return self.ask_how_many() if self.is_later else 0

    def count_once(self, count: Callable[[], int] | None = None) -> int:
        """Count what is not searched for: most ask the same of it, and words are each reader's own."""
        what = self.asked, tuple(self.given.items())
        return number_once(what, self.values["today"], count or self.ask_how_many)

    def ask_how_many(self) -> int:
        return int(read(_count(self.asked), self.values).scalar_one())


def iter_entries(question: Question, today: date) -> Iterator[AnyRow]:
    """Yield every row, some at a time, so that a file of any length takes little memory."""
    asked, values = narrowing(question)
    sort = question.filters.sort
    page = _in_order(FOR_A_FILE, sort).where(*conditions(asked))
    later = page.where(_later(sort))
    rows = read_named(page, values | _place(today, None, ROWS_AT_ONCE))
    yield from rows
    while len(rows) == ROWS_AT_ONCE:
        after = cursor_key(sort, rows[-1])
        rows = read_named(later, values | _place(today, after, ROWS_AT_ONCE))
        yield from rows


def list_whole(
    question: Question, today: date, *, after: Sequence[Any] | None, limit: int
) -> Sequence[AnyRow]:
    """Return one page of rows as `list_entries` does, with all that programs are told of each."""
    asked, values = narrowing(question)
    sort = question.filters.sort
    page = _whole(sort, asked, later=after is not None)
    return read_named(page, values | _place(today, after, limit))


def find_whole(public_id: str, today: date) -> AnyRow | None:
    """Find all that programs are told of one row."""
    return read(_WHOLE, {"public_id": public_id, "today": today}).first()


def _place(today: date, after: Sequence[Any] | None, limit: int) -> dict[str, Any]:
    values: dict[str, Any] = {"today": today, "limit": limit}
    return values if after is None else values | {"after_key": after[0], "after_id": after[1]}


# What follows is remembered: to put a statement together costs more than to run it.


# Of one answer to these, an index holds the rows in order.
# Of several answers for a row, each has an index of its own.
_MANY = {"profession", "determinant"}
_IN_ORDER = {"domain", "outlook", "programme", "organisation"}


def _has_order(asked: Narrowing) -> bool:
    """Say whether the first rows can be read by an index, without reading all that others leave."""
    single = {name for name, some in asked.chosen if len(some) == 1}
    single |= {name for name, number in asked.given if number == 1}
    return bool(single & _IN_ORDER) or not (asked.chosen or asked.given)


def _of_many(sort: Sort, asked: Narrowing, *, later: bool) -> Select[Any]:
    return _page(sort, asked, later=later, many=True)


@lru_cache(STATEMENTS_REMEMBERED)
def _page(sort: Sort, asked: Narrowing, *, later: bool, many: bool = False) -> Select[Any]:
    page = _in_order(_listed(asked), sort).where(*conditions(asked, many=many))
    if not (asked.engine or _has_order(asked)):
        # SQLite would find them all by another index, and sort them.
        page = page.with_hint(entries, f"INDEXED BY ix_register_entries_{_INDEXES[sort]}", "sqlite")
    return page.where(_later(sort)) if later else page


def _listed(asked: Narrowing) -> Sequence[Any]:
    return (*LISTED, Entry.search_text) if asked.engine else LISTED


@lru_cache(STATEMENTS_REMEMBERED)
def _whole(sort: Sort, asked: Narrowing, *, later: bool) -> Select[Any]:
    page = _in_order(FOR_PROGRAMS, sort).where(*conditions(asked))
    return page.where(_later(sort)) if later else page


_WHOLE = select(*FOR_PROGRAMS).where(Entry.public_id == bindparam("public_id"), visible(TODAY))


@lru_cache(STATEMENTS_REMEMBERED)
def _counted(sort: Sort, asked: Narrowing, *, later: bool) -> Select[Any]:
    """Make a page whose rows also say how many there are in all."""
    in_all = _count(asked).scalar_subquery().label("in_all")
    return _page(sort, asked, later=later).add_columns(in_all)


@lru_cache(STATEMENTS_REMEMBERED)
def _found(sort: Sort, asked: Narrowing, *, later: bool) -> Select[Any]:
    """Make a page of what no index has in order: what is found is counted first, and then put in order.

    Its rows come in no order, and also say how many there are in all. Where it is more than is counted, these
    are not the first rows, and only the count is of use.
    """
    key, runs_down, _ = _KEYS[sort]
    some = _some(asked, key).cte("some")
    place = [some.c[key.key], some.c.id]
    first = select(some.c.id).order_by(*(column.desc() if runs_down else column for column in place))
    if later:
        first = first.where(_after(sort, *place))
    in_all = select(func.count()).select_from(some).scalar_subquery().label("in_all")
    page = select(*_columns(_listed(asked), sort), in_all)
    return page.where(Entry.id.in_(first.limit(bindparam("limit", type_=Integer))))


@lru_cache(STATEMENTS_REMEMBERED)
def _count(asked: Narrowing) -> Select[Any]:
    return select(func.count()).select_from(_some(asked).subquery())


def _some(asked: Narrowing, *columns: ColumnElement[Any]) -> Select[Any]:
    found = select(Entry.id, *columns).where(visible(TODAY), *conditions(asked)).limit(EXACT_UP_TO + 1)
    others = asked.engine or asked.given or _MANY & dict(asked.chosen).keys() or _has_order(asked)
    # Without a key there is only something to count.
    return found if columns or others else found.with_hint(entries, BY_FACETS, "sqlite")


def _columns(columns: Sequence[Any], sort: Sort) -> Sequence[Any]:
    """Add the key of the order, unless it is among them."""
    key = _KEYS[sort][0]
    return columns if any(column is key for column in columns) else (*columns, key)


def _in_order(columns: Sequence[Any], sort: Sort) -> Select[Any]:
    key, runs_down, _ = _KEYS[sort]
    page = select(*_columns(columns, sort)).where(visible(TODAY)).limit(bindparam("limit", type_=Integer))
    return page.order_by(key.desc(), Entry.id.desc()) if runs_down else page.order_by(key, Entry.id)


def _later(sort: Sort) -> ColumnElement[bool]:
    """Say which rows come after a cursor."""
    return _after(sort, _KEYS[sort][0], Entry.id)


def _after(sort: Sort, key: ColumnElement[Any], row_id: ColumnElement[Any]) -> ColumnElement[bool]:
    cursor = tuple_(bindparam("after_key", type_=key.type), bindparam("after_id", type_=row_id.type))
    place = tuple_(key, row_id)
    return place < cursor if _KEYS[sort][1] else place > cursor
