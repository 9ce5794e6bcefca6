"""The list of published commitments: pages by cursor, counts that stop at a thousand, all rows for a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    func,
    select,
    tuple_,
    type_coerce,
)

from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.filters import Filters, Sort
from equity_tracker.public.queries.conditions import Condition, conditions
from equity_tracker.public.queries.tables import AnyRow, Entry, read, read_named

ROWS_AT_ONCE = 1000

# What the two lights are read from (`model.status`).
LIGHTS = (
    Entry.outlook,
    Entry.last_reported_on,
    Entry.next_due_on,
    Entry.grace_until,
    Entry.stale_from,
    Entry.closed_on,
    Entry.close_reason,
    Entry.source_status,
)
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
# The stored key of each order, whether it runs down, and what a cursor of it holds.
_KEYS: dict[Sort, tuple[Any, bool, type]] = {
    Sort.NEWEST: (Entry.published_on, True, date),
    Sort.TITLE: (Entry.sort_title, False, str),
    Sort.END_DATE: (Entry.sort_ends_on, False, date),
}


def cursor_shape(sort: Sort) -> Sequence[type]:
    return (_KEYS[sort][2], int)


def cursor_key(sort: Sort, row: AnyRow) -> Sequence[str | int | date]:
    """Return where the next page goes on: the sort key of the last row, and its id."""
    return (getattr(row, _KEYS[sort][0].key), row.id)


def list_entries(
    filters: Filters,
    today: date,
    *,
    after: Sequence[Any] | None,
    limit: int,
    programme_id: int | None = None,
    organisation_id: int | None = None,
) -> Sequence[AnyRow]:
    """Return one page of rows; ask for one more than is shown to learn whether there are others."""
    found = conditions(filters, today, programme_id=programme_id, organisation_id=organisation_id)
    return _read(_PAGES[filters.sort], filters.sort, found, today=today, after=after, limit=limit)


def read_page(
    filters: Filters,
    today: date,
    *,
    after: Sequence[Any] | None,
    limit: int,
    programme_id: int | None = None,
    organisation_id: int | None = None,
) -> tuple[Sequence[AnyRow], int]:
    """Return one page of rows as `list_entries` does, and how many there are in all: see `_count`."""
    ask = partial(conditions, filters, today, programme_id=programme_id, organisation_id=organisation_id)
    found = ask()
    if filters.q:
        # Whether a search finds much decides how its page is read.
        in_all = _count(found, today)
        if in_all > EXACT_UP_TO:
            found = ask(many=True)
        return _read(_PAGES[filters.sort], filters.sort, found, today=today, after=after, limit=limit), in_all
    # Otherwise both in one statement: each one costs more to prepare than to run.
    whole = _WHOLE[filters.sort, after is not None]
    page = _with_count(filters.sort, found, later=after is not None) if found else whole
    rows = read_named(page, _values(today, after, limit))
    if rows:
        return rows, rows[0].in_all
    return rows, 0 if after is None else _count(found, today)


def _count(found: Sequence[Condition], today: date) -> int:
    """Count up to one more than `EXACT_UP_TO`: an exact count of everything costs too much."""
    return read(_counted(_SOME.where(*found)) if found else _COUNTED, {"today": today}).scalar() or 0


def _counted(some: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(some.subquery())


def iter_entries(
    filters: Filters, today: date, *, programme_id: int | None = None, organisation_id: int | None = None
) -> Iterator[AnyRow]:
    """Yield every row, some at a time, so that a file of any length takes little memory."""
    found = conditions(filters, today, programme_id=programme_id, organisation_id=organisation_id)
    page = _in_order(FOR_A_FILE, filters.sort)
    after: Sequence[Any] | None = None
    while True:
        rows = _read(page, filters.sort, found, today=today, after=after, limit=ROWS_AT_ONCE)
        yield from rows
        if len(rows) < ROWS_AT_ONCE:
            return
        after = cursor_key(filters.sort, rows[-1])


def _in_order(columns: Sequence[Any], sort: Sort) -> Select[Any]:
    key, runs_down, _ = _KEYS[sort]
    keys = [] if any(column is key for column in columns) else [key]
    page = select(*columns, *keys).where(_VISIBLE).limit(bindparam("limit", type_=Integer))
    return page.order_by(key.desc(), Entry.id.desc()) if runs_down else page.order_by(key, Entry.id)


def _later(sort: Sort) -> ColumnElement[bool]:
    """Say which rows come after a cursor."""
    key, runs_down, _ = _KEYS[sort]
    place = tuple_(key, Entry.id)
    cursor = tuple_(bindparam("after_key", type_=key.type), bindparam("after_id", type_=Entry.id.type))
    return place < cursor if runs_down else place > cursor


def _read(
    page: Select[Any],
    sort: Sort,
    found: Sequence[Condition],
    *,
    today: date,
    after: Sequence[Any] | None,
    limit: int,
) -> Sequence[AnyRow]:
    if found:
        page = page.where(*found)
    if after is not None:
        page = page.where(_LATER[sort])
    return read_named(page, _values(today, after, limit))


def _values(today: date, after: Sequence[Any] | None, limit: int) -> dict[str, Any]:
    values: dict[str, Any] = {"today": today, "limit": limit}
    return values if after is None else values | {"after_key": after[0], "after_id": after[1]}


def _with_count(sort: Sort, found: Sequence[Condition], *, later: bool) -> Select[Any]:
    """Make a page whose rows also say how many there are in all."""
    in_all = _counted(_SOME.where(*found)).scalar_subquery().label("in_all")
    page = _PAGES[sort].add_columns(in_all).where(*found)
    return page.where(_LATER[sort]) if later else page


# Put together once: building a statement costs more than running it.
_VISIBLE = Entry.public_from <= bindparam("today", type_=Date)
_SOME = select(Entry.id).where(_VISIBLE).limit(EXACT_UP_TO + 1)
_COUNTED = _counted(_SOME)
_PAGES = {sort: _in_order(LISTED, sort) for sort in Sort}
_LATER = {sort: _later(sort) for sort in Sort}
_WHOLE = {(sort, later): _with_count(sort, (), later=later) for sort in Sort for later in (False, True)}
