"""Error pages: what happened, what to do, and what was typed, so that nothing is lost."""

from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable

from equity_tracker.extensions import db
from equity_tracker.web import problems, refused_forms
from equity_tracker.web.as_written import address_as_written
from equity_tracker.web.csrf import FormExpired
from equity_tracker.web.forms import TooManyFields, UnreadableText
from equity_tracker.web.workspace import RoleForbids

# Pages that exist under templates/errors/; any other refusal shows the nearest one.
PAGES = {400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(NoResultFound, _show_nothing)
    app.register_error_handler(StaleDataError, _show_conflict)
    app.register_error_handler(OperationalError, _show_busy)
    app.register_error_handler(PoolTimeout, _show_busy)
    app.register_error_handler(Exception, _show_fault)


def _show(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if error.code == NotFound.code:
        return _show_nothing(error)
    reason = error.description if isinstance(error, UnreadableText | TooManyFields) else None
    is_form = isinstance(error, FormExpired) and not problems.is_wanted()
    # Whoever is a member reads on the page of the team who may do what they may not.
    words = {"team": error.team} if isinstance(error, RoleForbids) else {}
    answer = _expired() if is_form else _page(error.code or 500, error=error, reason=reason, **words)
    if retry_after := getattr(error, "retry_after", None):
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _show_nothing(error: Exception) -> ResponseReturnValue:
    """Lead to the address as it is written, if only its capitals differ; else say that nothing is there."""
    return address_as_written() or _page(404, error=error)


def _show_conflict(_error: Exception) -> ResponseReturnValue:
    """Somebody saved the same record in the very moment between reading and writing it."""
    db.session.rollback()
    return _page(409)


def _show_busy(error: Exception) -> ResponseReturnValue:
    """The database is busy or away: say so, keep the text, ask to try again."""
    current_app.logger.error("database unavailable: %s", type(error).__name__)
    db.session.rollback()
    answer = _page(ServiceUnavailable.code)
    answer.headers["Retry-After"] = "10"
    return answer


def _show_fault(error: Exception) -> ResponseReturnValue:
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.error("unexpected fault", exc_info=error)
    db.session.rollback()
    return _page(InternalServerError.code)


def _expired() -> Response:
    """Offer to send it again, or say why that has to be done by hand."""
    return _page(
        FormExpired.code,
        expired=True,
        again=refused_forms.send_again(),
        held_a_secret=refused_forms.held_a_secret(),
        own_page=refused_forms.own_page(),
    )


def _page(
    status: int,
    *,
    error: Exception | None = None,
    reason: str | None = None,
    **words: Any,  # noqa: ANN401 - what the page's template asks for
) -> Response:
    """Say it on a page; to a program, as a problem."""
    if problems.is_wanted():
        return problems.answer(status, error, reason=reason)
    shown = status if status in PAGES else (400 if status < 500 else 500)  # noqa: PLR2004 - the families of HTTP
    body = render_template(
        f"errors/{shown}.html",
        typed=refused_forms.typed_values(),
        request_id=getattr(g, "request_id", None),
        reason=reason,
        **words,
    )
    return make_response(body, status)
