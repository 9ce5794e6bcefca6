"""Flask, without what costs something at every request and is of no use here."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.templating import Environment


class Templates(Environment):
    """Gives each template the globals as one dict, and not as a chain of two.

    Jinja compares the names in it at every import of a macro: with a chain that took 6% of a page's time.
    What is added after the first page is not seen; everything of ours is added at the start.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


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

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return it as it is: nothing of ours is async, and Flask would look at every hook, every time."""
        return func
