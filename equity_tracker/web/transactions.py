"""One transaction per request, ended here and nowhere else."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, request

from equity_tracker import database
from equity_tracker.extensions import db

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_FIRST_REFUSAL = 400
View = TypeVar("View", bound=Callable[..., object])


def only_reads(view: View) -> View:
    """Hold the view to reading, also on POST: it takes no lock to write, and fails if it changes anything."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Register this before every other after_request hook: they run in reverse, so that it ends last.

    Nothing can fail after the commit, and what waits in queues is woken only then.
    """
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_reset)


def _begin() -> None:
    database.start_reading(only=_is_reading())


def _is_reading() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in SAFE_METHODS or getattr(view, "only_reads", False)


def _end(response: Response) -> Response:
    if _is_reading():
        session = db.session
        if session.new or session.dirty or session.deleted:
            session.rollback()
            raise database.WriteDuringRead(f"{request.endpoint} changed something on {request.method}.")
        return response
    if response.status_code < _FIRST_REFUSAL:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _reset(_error: BaseException | None) -> None:
    database.start_reading(only=False)
