"""What a card shows: one row of the register with the number of its publication, or a programme's."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Table, select

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry

AnyRow = Row[*tuple[Any, ...]]
# Of an address; a longer one names nothing.
LONGEST = 80


def _table(mapped: Any) -> Table:  # noqa: ANN401 - a mapped class
    table: Table = mapped.__table__
    return table


_entry = _table(RegisterEntry).c
_published = _table(Publication).c
_CARD = (
    _entry.public_id,
    _entry.slug,
    _entry.reference,
    _entry.form,
    _entry.title,
    _entry.made_by_name,
    _entry.organisation_name,
    _entry.programme_name,
    _entry.ends_on,
    _entry.ends_precision,
    _entry.outlook,
    _entry.last_reported_on,
    _entry.next_due_on,
    _entry.grace_until,
    _entry.stale_from,
    _entry.closed_on,
    _entry.close_reason,
    _entry.source_status,
    _published.number,
)


def find_card(name: str, today: date) -> AnyRow | None:
    """Find a commitment that the public may read, by its id or its reference."""
    if len(name) > LONGEST:
        return None
    question = (
        select(*_CARD)
        .join(
            _published_table,
            (_published.subject_id == _entry.public_id)
            & (_published.kind == PublicationKind.COMMITMENT)
            & _published.is_current,
        )
        .where((_entry.public_id == name) | (_entry.reference == name.upper()), _entry.public_from <= today)
    )
    return db.session.connection().execute(question).first()


_published_table = _table(Publication)
