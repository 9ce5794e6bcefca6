"""The places that something is published for, each by what it is compared by and a way it is written."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from equity_tracker.public.queries.conditions import visible
from equity_tracker.public.queries.tables import Entry, read


def list_places(today: date, keys: Sequence[str] | None = None) -> dict[str, str]:
    """Return every place, or those of some keys."""
    wanted = select(Entry.place_key.label("key"), func.min(Entry.place).label("name"))
    wanted = wanted.where(visible(today), Entry.place_key.is_not(None)).group_by(Entry.place_key)
    if keys is not None:
        wanted = wanted.where(Entry.place_key.in_(keys))
    return {row.key: row.name for row in read(wanted)}
