"""The log of activity carries the id of the request that wrote it."""

from flask import g, has_request_context
from sqlalchemy import event
from sqlalchemy.orm import Session

from equity_tracker.model.activity import Activity


def init_app(session_class: type[Session] = Session) -> None:
    """Listen on every session. A second call changes nothing."""
    if not event.contains(session_class, "before_flush", _note):
        event.listen(session_class, "before_flush", _note)


def _note(session: Session, *_: object) -> None:
    if not has_request_context():
        return
    for row in session.new:
        if isinstance(row, Activity) and row.request_id is None:
            row.request_id = getattr(g, "request_id", None)
