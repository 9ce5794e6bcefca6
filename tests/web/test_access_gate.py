"""The gate: a view that leaves open who may use it keeps the application from starting."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from equity_tracker.model.permissions import Permission
from equity_tracker.web import access
from equity_tracker.web.access import (
    AccessRefused,
    anyone,
    as_typed,
    finalize,
    loads,
    public,
    requires,
    signed_in,
)
from equity_tracker.web.page_cache import PageCache

VIEW = Permission.VIEW_COMMITMENT
EDIT = Permission.EDIT_COMMITMENT


def app_with(rule: str, view: Callable[..., Any], *methods: str) -> Flask:
    app = Flask("gate", static_folder=None)
    app.add_url_rule(rule, "page", view, methods=list(methods) or ["GET"])
    return app


def page(**_: object) -> str:
    return ""


def make(declare: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Callable[..., Any]:
    """Return a fresh view with this declaration."""

    def view(**arguments: object) -> str:
        return page(**arguments)

    return declare(view)


@pytest.mark.parametrize(
    ("rule", "declare", "methods"),
    [
        ("/", public, ["GET"]),
        ("/<slug>", lambda view: loads(slug=as_typed)(public(view)), ["GET"]),
        ("/sign-in", anyone("GET", "POST"), ["GET", "POST"]),
        ("/account", signed_in("GET"), ["GET"]),
        ("/o/<organisation>/", requires(get=VIEW), ["GET"]),
        ("/p/<programme>/edit", requires(get=VIEW, post=EDIT), ["GET", "POST"]),
        ("/o/<organisation>/<thing>", lambda view: loads(thing=as_typed)(requires(get=VIEW)(view)), ["GET"]),
    ],
)
def test_a_view_that_says_who_may_use_it_starts(
    rule: str, declare: Callable[..., Callable[..., Any]], methods: list[str]
) -> None:
    finalize(app_with(rule, make(declare), *methods))


@pytest.mark.parametrize(
    ("rule", "declare", "methods", "fault"),
    [
        ("/", lambda view: view, ["GET"], "declares no access"),
        ("/", public, ["GET", "POST"], "POST has no rule"),
        ("/o/<organisation>/", requires(get=VIEW), ["GET", "POST"], "POST has no rule"),
        ("/o/<organisation>/", requires(get=VIEW, post=EDIT), ["GET"], "POST has a rule but no route"),
        ("/o/<organisation>/<thing>", requires(get=VIEW), ["GET"], "no loader claims 'thing'"),
        ("/<slug>", public, ["GET"], "no loader claims 'slug'"),
        ("/<organisation>", signed_in("GET"), ["GET"], "no loader claims 'organisation'"),
        ("/", lambda view: loads(gone=as_typed)(public(view)), ["GET"], "'gone' is no argument"),
        ("/<organisation>/<programme>", requires(get=VIEW), ["GET"], "two workspaces in one address"),
    ],
)
def test_a_view_that_leaves_something_open_does_not_start(
    rule: str, declare: Callable[..., Callable[..., Any]], methods: list[str], fault: str
) -> None:
    with pytest.raises(AccessRefused, match=fault):
        finalize(app_with(rule, make(declare), *methods))


def test_all_faults_are_told_at_once() -> None:
    app = app_with("/", make(lambda view: view))
    app.add_url_rule("/other", "other", make(lambda view: view))
    with pytest.raises(AccessRefused) as refused:
        finalize(app)
    assert len(str(refused.value).splitlines()) == 2


def test_loaders_without_a_declaration_are_refused_at_once() -> None:
    with pytest.raises(AccessRefused, match="say who may use it"):
        loads(thing=as_typed)(make(lambda view: view))


def test_a_view_added_after_the_start_stays_shut() -> None:
    app = Flask("late", static_folder=None)
    access.init_app(app)
    finalize(app)
    app.add_url_rule("/late", "late", make(lambda view: view))
    assert app.test_client().get("/late").status_code == 404


def test_only_the_static_files_and_the_page_cache_stand_before_flask(app: Flask) -> None:
    outermost = app.wsgi_app
    assert outermost.__module__ == "equity_tracker.web.assets"
    cache = inspect.getclosurevars(outermost).nonlocals["application"]
    assert isinstance(cache, PageCache)
    assert getattr(cache._application, "__func__", None) is Flask.wsgi_app
