"""One transaction per request, ended here and nowhere else."""

from flask import Flask, Response, request

from equity_tracker import database
from equity_tracker.extensions import db

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_FIRST_REFUSAL = 400


def init_app(app: Flask) -> None:
    """Register this before every other after_request hook: they run in reverse, so that it ends last.

    Nothing can fail after the commit, and what waits in queues is woken only then.
    """
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_reset)


def _begin() -> None:
    database.start_reading(only=request.method in SAFE_METHODS)


def _end(response: Response) -> Response:
    if request.method in SAFE_METHODS:
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
