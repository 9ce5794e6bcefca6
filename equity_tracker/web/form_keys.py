"""Single-use keys of creating forms: sent twice, a form leads to its first result, not to a second record."""

import functools
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from flask import g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import UnprocessableEntity

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.sign_in import FormKey

FIELD = "form_key"
_UNSPENT = "form_key_is_unspent"
_NOT_CONTENT = {FIELD, "csrf_token"}


def new_form_key() -> str:
    """Return a key for a form that creates something."""
    return secrets.token_urlsafe(16)


def creates_once(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Make a view's POST create once per form key. Stands directly above the view function.

    The same key with other content is refused with 422: it is not the same request.
    """

    @functools.wraps(view)
    def once(*args: Any, **kwargs: Any) -> ResponseReturnValue:  # noqa: ANN401 - passed through
        key = request.form.get(FIELD, "")[:40]
        if request.method != "POST" or not key:
            return view(*args, **kwargs)
        claimed, row = _claim(key)
        if not claimed:
            if row.fingerprint != _fingerprint():
                raise UnprocessableEntity
            return redirect(row.location)
        response = make_response(view(*args, **kwargs))
        if g.get(_UNSPENT, False):
            db.session.delete(row)
            return response
        row.location = response.location or request.path
        return response

    return once


def leave_unspent() -> None:
    """Keep the key of this request's form good for when it is sent: this time it was only looked at."""
    setattr(g, _UNSPENT, True)


def _claim(key: str) -> tuple[bool, FormKey]:
    """Take the key, or find who took it. A second request waits here for the first to end."""
    row = FormKey(
        user_id=current_user.id, key=key, fingerprint=_fingerprint(), location="", created_at=clock.now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        taken = select(FormKey).where(FormKey.user_id == current_user.id, FormKey.key == key)
        return False, db.session.scalars(taken).one()
    return True, row


def _fingerprint() -> str:
    content = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CONTENT
    )
    return hashlib.sha256(repr([request.path, content]).encode()).hexdigest()
