"""Writes that are sent twice are done once: each carries a key, and the first answer is given again."""

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, OperationalError

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.api_token import ANSWERS_KEPT, KEY_LIMIT, ApiAnswer
from equity_tracker.web.bearer import current_token
from equity_tracker.web.problems import Problem

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
DESCRIBED = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "description": (
        "A key of your own for this one write, such as a UUID. Sent again within 24 hours with the same "
        "body, it is answered as the first time and nothing is done; with another body it is refused. A "
        "write that was refused leaves no key."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LIMIT, "pattern": "^[!-~]+$"},
    "example": "5f2b1c9e-0a7d-4f55-9d3e-8b0f6a1c2d3e",
}
NOT_UNDERSTOOD, CONFLICT, UNPROCESSABLE = 400, 409, 422
_FIRST_REFUSAL = 400
View = Callable[..., ResponseReturnValue]


def answers_once(view: View) -> View:
    """Make a view of systems do each write once. Stands directly above the view function.

    The key is a row of the write's own transaction: what is refused, or cut short, leaves none.
    """

    @functools.wraps(view)
    def once(**arguments: Any) -> ResponseReturnValue:  # noqa: ANN401 - passed through
        claimed, row = _claim(_key())
        if not claimed:
            return _again(row)
        response = make_response(view(**arguments))
        if response.status_code < _FIRST_REFUSAL:
            row.status, row.body = response.status_code, response.get_data(as_text=True)
            row.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        return response

    return once


def _key() -> str:
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(rf"[!-~]{{1,{KEY_LIMIT}}}", key):
        raise Problem(
            NOT_UNDERSTOOD,
            f"Send the header {HEADER} with a key of your own: 1 to {KEY_LIMIT} visible ASCII characters.",
        )
    return key


def _claim(key: str) -> tuple[bool, ApiAnswer]:
    """Take the key, or find who took it. Of two at once the second waits for the first to end."""
    now, token = clock.now(), current_token()
    ours = (ApiAnswer.token_id == token.id, ApiAnswer.key == key)
    db.session.execute(delete(ApiAnswer).where(*ours, ApiAnswer.created_at <= now - ANSWERS_KEPT))
    row = ApiAnswer(
        token_id=token.id, key=key, request_hash=_hash(), status=0, headers={}, body="", created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False, db.session.scalars(select(ApiAnswer).where(*ours)).one()
    except OperationalError:
        db.session.rollback()
        busy = "The same write is being done at this moment. Send it again in some seconds."
        raise Problem(CONFLICT, busy, headers={"Retry-After": "2"}) from None
    return True, row


def _again(row: ApiAnswer) -> Response:
    if row.request_hash != _hash():
        raise Problem(UNPROCESSABLE, f"This {HEADER} was used for another write. Make a new one.")
    response = Response(row.body, status=row.status, headers=row.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _hash() -> str:
    said = f"{request.method} {request.path}\n".encode() + request.get_data()
    return hashlib.sha256(said).hexdigest()
