"""Waking workers: rows with long work are carried to one as soon as they are committed."""

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from equity_tracker.jobs import queue
from equity_tracker.model.base import Base
from equity_tracker.model.data_release import DataRelease
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.report import Report

EMAIL = "outgoing_email"
REPORT = "report"
DATA_RELEASE = "data_release"
_KINDS: dict[type[Base], str] = {
    OutgoingEmail: EMAIL,
    Report: REPORT,
    DataRelease: DATA_RELEASE,
}
_WAITING = "rows_to_wake"


def init_app(session_class: type[Session] = Session) -> None:
    """Listen on every session. A second call changes nothing."""
    if not event.contains(session_class, "after_flush", _collect):
        event.listen(session_class, "after_flush", _collect)
        event.listen(session_class, "after_commit", _wake)
        event.listen(session_class, "after_rollback", _forget)


def _collect(session: Session, _context: object) -> None:
    rows = [row for row in session.new if type(row) in _KINDS and not _is_kept_back(row)]
    rows += [row for row in session.dirty if _was_let_go(row)]
    session.info.setdefault(_WAITING, []).extend((_KINDS[type(row)], row.id) for row in rows)


def _is_kept_back(row: object) -> bool:
    return isinstance(row, OutgoingEmail) and row.state is not EmailState.WAITING


def _was_let_go(row: object) -> bool:
    """Say whether a message that was held goes out now."""
    if not isinstance(row, OutgoingEmail) or row.state is not EmailState.WAITING:
        return False
    return EmailState.HELD in inspect(row).attrs.state.history.deleted


def _wake(session: Session) -> None:
    if session.in_nested_transaction():
        return  # Only a savepoint ended; the rows are not there for others yet.
    for kind, row_id in session.info.pop(_WAITING, []):
        queue.wake(kind, row_id)


def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)
