"""The token that every form carries: from the session when signed in, from a signed cookie when not."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request, session
from werkzeug.exceptions import BadRequest

from equity_tracker.web.access import Surface, access_of
from equity_tracker.web.sessions import current_token_hash
from equity_tracker.web.transactions import SAFE_METHODS

FIELD = "csrf_token"
_BYTES = 32
View = TypeVar("View", bound=Callable[..., object])


class FormExpired(BadRequest):
    """The form was open too long, or did not come from us. What was typed is shown again."""


def needs_no_token(view: View) -> View:
    """Let programs post to it as well: its address holds the right to do it, and all it takes."""
    view.needs_no_token = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    app.before_request(_check)
    app.add_template_global(csrf_token, "csrf_token")


def csrf_token() -> str:
    """Return the token for a form on this page."""
    token_hash = current_token_hash()
    if token_hash is not None:
        return _derive(current_app.secret_key, token_hash)
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(_BYTES)
    return str(session[FIELD])


def _derive(key: str | bytes | None, token_hash: str) -> str:
    secret = key.encode() if isinstance(key, str) else key or b""
    return hmac.new(secret, b"csrf:" + token_hash.encode(), hashlib.sha256).hexdigest()


def _check() -> None:
    if request.method in SAFE_METHODS or request.url_rule is None or _is_for_systems():
        return
    if getattr(current_app.view_functions.get(request.endpoint or ""), "needs_no_token", False):
        return
    sent = request.form.get(FIELD, "")
    if not any(hmac.compare_digest(sent.encode(), token.encode()) for token in _accepted()):
        raise FormExpired


def _is_for_systems() -> bool:
    """A token in a header is sent by no browser by itself, and no cookie opens these addresses."""
    access = access_of(current_app, request.endpoint or "")
    return access is not None and access.surface is Surface.SYSTEM


def _accepted() -> list[str]:
    token_hash = current_token_hash()
    if token_hash is None:
        return [session[FIELD]] if FIELD in session else []
    keys = [current_app.secret_key, *(current_app.config.get("SECRET_KEY_FALLBACKS") or [])]
    return [_derive(key, token_hash) for key in keys]
