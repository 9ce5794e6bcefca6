"""Flask, without what costs something at every request and is of no use here."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Request, has_request_context, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from equity_tracker.web.lean_templates import Templates

ADDRESSES_REMEMBERED = 4_000
# What makes more of an address than a path.
_OPTIONS = frozenset(("_anchor", "_external", "_method", "_scheme"))


class FormCookies(SecureCookieSessionInterface):
    """Makes ready to check a signature only when there is a cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


class Application(Flask):
    """The application class of this product."""

    jinja_environment = Templates
    session_interface = FormCookies()

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Flask's own
        super().__init__(*arguments, **options)
        # All templates stay in memory. Jinja would keep 400 of some 600, and compile the others ever again.
        self.jinja_options = {"cache_size": -1}
        self._path_of = lru_cache(ADDRESSES_REMEMBERED, typed=True)(self._built)

    def url_for(self, /, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - Flask's own
        """Build the paths of a page's links once: most are the same on every page."""
        if has_request_context() and not endpoint.startswith(".") and _OPTIONS.isdisjoint(values):
            try:
                return self._path_of(request.root_path, endpoint, **values)
            except TypeError:  # A list of values cannot be remembered by.
                pass
        return super().url_for(endpoint, **values)

    def _built(self, _root: str, endpoint: str, /, **values: Any) -> str:  # noqa: ANN401 - as above
        return super().url_for(endpoint, **values)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return it as it is: nothing of ours is async, and Flask would look at every hook, every time."""
        return func
