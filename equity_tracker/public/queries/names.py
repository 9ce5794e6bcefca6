"""The names that organisations were known by before: people look for them by those."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, select

from equity_tracker.counted_once import once
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.conditions import TODAY
from equity_tracker.public.queries.tables import Published, publications, read

_before = publications.alias()
_BEFORE = (
    select(Published.slug, Published.payload, _before.c.payload.label("before"))
    .join(_before, and_(_before.c.kind == Published.kind, _before.c.subject_id == Published.subject_id))
    .where(
        Published.kind == PublicationKind.ORGANISATION,
        Published.is_current,
        _before.c.is_current.is_(False),
        _before.c.public_from <= TODAY,
        _before.c.retracted_on.is_(None),
    )
)


def list_former_names(today: date) -> Mapping[str, frozenset[str]]:
    """Return the names that organisations had before, under their slugs of today."""
    return once("former names", today, lambda: _read(today))


def _read(today: date) -> Mapping[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for row in read(_BEFORE, {"today": today}):
        if row.before["name"] != row.payload["name"]:
            names.setdefault(row.slug, set()).add(row.before["name"])
    return {slug: frozenset(some) for slug, some in names.items()}
