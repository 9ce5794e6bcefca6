"""Moves the counter of publications in the transaction that changes what the public reads.

It is done at the commit and not before: from then until it ends, whoever else publishes must wait.
"""

from typing import Any

from sqlalchemy import Table, event, select, update
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from equity_tracker import clock
from equity_tracker.model.base import ReadByThePublic
from equity_tracker.model.publication_counter import THE_ONLY_ONE, PublicationCounter

_TABLE: Any = PublicationCounter.__table__
_READ = select(_TABLE.c.number, _TABLE.c.counted_at).where(_TABLE.c.id == THE_ONLY_ONE)
_COUNT = update(_TABLE).where(_TABLE.c.id == THE_ONLY_ONE).values(number=_TABLE.c.number + 1)
_CHANGED = "changes what the public reads"
_KNOWN = "counter of publications"


def init_app(session_class: type[Session] = Session) -> None:
    """Listen on every session. Call once per process; a second call changes nothing."""
    if not event.contains(session_class, "before_commit", _count):
        event.listen(session_class, "after_flush", _notice_rows)
        event.listen(session_class, "do_orm_execute", _notice_statement)
        event.listen(session_class, "before_commit", _count)
        event.listen(session_class, "after_transaction_end", _forget)


def read(session: Session) -> Any:  # noqa: ANN401 - a row of two columns
    """Return `number` and `counted_at`, as they are in this transaction."""
    return session.connection().execute(_READ).one()


def read_once(session: Session) -> Any:  # noqa: ANN401 - as above
    """Return the same without asking again in this transaction."""
    if _KNOWN not in session.info:
        session.info[_KNOWN] = read(session)
    return session.info[_KNOWN]


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_KNOWN, None)


def _notice_rows(session: Session, _context: object) -> None:
    written = [*session.new, *session.deleted, *session.dirty]
    if any(isinstance(row, ReadByThePublic) for row in written):
        session.info[_CHANGED] = True


def _notice_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        table = getattr(state.statement, "table", None)
        if isinstance(table, Table) and table.name in tables():
            state.session.info[_CHANGED] = True


def tables() -> set[str]:
    """Return the names of the tables that count."""
    found = [row for row in PublicationCounter.registry.mappers if issubclass(row.class_, ReadByThePublic)]
    return {str(table) for mapper in found for table in mapper.tables}


def _count(session: Session) -> None:
    session.flush()
    session.info.pop(_KNOWN, None)
    if session.info.pop(_CHANGED, False):
        session.connection().execute(_COUNT, {"counted_at": clock.now()})
