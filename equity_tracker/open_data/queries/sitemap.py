"""Where every public page is, part by part. A part holds a range of ids, and so never too many addresses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, func, select
from sqlalchemy.exc import NoResultFound

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry

# What the protocol allows in one file (sitemaps.org).
MOST_IN_A_PART = 50_000
ROWS_AT_ONCE = 1000
COMMITMENTS, OTHERS, PAGES = "commitments", "others", "pages"
# What has a page of its own beside commitments; some are found by a word, others by their id.
BY_SLUG = (PublicationKind.PROGRAMME, PublicationKind.ORGANISATION)
BY_ID = (PublicationKind.STATEMENT, PublicationKind.CASE_STUDY, PublicationKind.SUPPORT)


@dataclass(frozen=True)
class Part:
    """One file of the sitemap; number 0 is the pages that are always there."""

    kind: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}" if self.number else self.kind

    @property
    def first(self) -> int:
        return (self.number - 1) * MOST_IN_A_PART + 1

    @property
    def last(self) -> int:
        return self.number * MOST_IN_A_PART


def _table(mapped: Any) -> Table:  # noqa: ANN401 - a mapped class
    table: Table = mapped.__table__
    return table


_entry = _table(RegisterEntry).c
_published = _table(Publication).c


def get_part(_today: date, name: str) -> Part:
    """Load a part by its name, as the index writes it."""
    if name == PAGES:
        return Part(PAGES, 0)
    found = re.fullmatch(r"(commitments|others)-([1-9][0-9]{0,5})", name)
    if found is None:
        raise NoResultFound
    return Part(found[1], int(found[2]))


def list_parts(today: date) -> list[tuple[Part, date]]:
    """Return every part that holds a page, with the day one of them changed last."""
    found = []
    for kind, key, changed in (
        (COMMITMENTS, _entry.id, _entry.updated_at),
        (OTHERS, _published.id, _published.published_at),
    ):
        number = (key - 1) // MOST_IN_A_PART + 1
        rows = db.session.connection().execute(
            select(number.label("number"), func.max(changed).label("changed_at"))
            .where(*_readable(kind, today))
            .group_by(number)
            .order_by(number)
        )
        found += [(Part(kind, int(row.number)), row.changed_at.date()) for row in rows]
    return found


def has_anything(part: Part, today: date) -> bool:
    return bool(_page(part, today, after=part.first - 1, limit=1))


def iter_pages(part: Part, addresses: Mapping[str, str], today: date) -> Iterator[tuple[str, date]]:
    """Yield address and day of each page, some rows at a time."""
    after = part.first - 1
    while part.number and (rows := _page(part, today, after=after, limit=ROWS_AT_ONCE)):
        for row in rows:
            yield f"{addresses[row.kind]}/{row.path}", row.changed_at.date()
        after = rows[-1].id


def _readable(kind: str, today: date) -> tuple[Any, ...]:
    if kind == COMMITMENTS:
        return (_entry.public_from <= today,)
    return (
        _published.kind.in_((*BY_SLUG, *BY_ID)),
        _published.is_current,
        _published.public_from <= today,
        _published.retracted_on.is_(None),
    )


@dataclass(frozen=True)
class Found:
    """One page, and when it changed last."""

    id: int
    kind: str
    path: str
    changed_at: Any


def _page(part: Part, today: date, *, after: int, limit: int) -> list[Found]:
    of_entries = (_entry.id, _entry.public_id, _entry.slug, _entry.updated_at)
    of_others = (
        _published.id,
        _published.subject_id,
        _published.slug,
        _published.published_at,
        _published.kind,
    )
    columns: tuple[Any, ...] = of_entries if part.kind == COMMITMENTS else of_others
    key = columns[0]
    question = (
        select(*columns)
        .where(*_readable(part.kind, today), key > after, key <= part.last)
        .order_by(key)
        .limit(limit)
    )
    return [_found(part.kind, row) for row in db.session.connection().execute(question)]


def _found(kind: str, row: Row[Any]) -> Found:
    if kind == COMMITMENTS:
        path = f"{row.public_id}/{row.slug}"
        return Found(row.id, PublicationKind.COMMITMENT.value, path, row.updated_at)
    path = row.slug if row.kind in BY_SLUG else row.subject_id
    return Found(row.id, row.kind.value, path, row.published_at)
