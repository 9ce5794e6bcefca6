"""The one gate before every view. Each view says who may use which method and how each URL argument is found.

A view that does not say so, or leaves an argument unclaimed, keeps the application from starting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound, Unauthorized

from equity_tracker import clock, database
from equity_tracker.extensions import db
from equity_tracker.model.api_token import Scope
from equity_tracker.model.permissions import Permission
from equity_tracker.web import bearer, workspace

View = Callable[..., Any]
# A loader is handed the scope (organisation, programme, the day for public pages, or the person) and the
# value from the URL; it returns the object or raises NoResultFound. "Not yours" and "not there" are one 404.
Loader = Callable[[Any, str], Any]


class Surface(StrEnum):
    """Who a view is for."""

    PUBLIC = "public"  # the same for everybody: no session is read
    ANYONE = "anyone"  # forms that anonymous people use
    SIGNED_IN = "signed_in"  # a person's own pages
    WORKSPACE = "workspace"  # members of an organisation, staff of a programme, or the service
    SYSTEM = "system"  # an organisation's own systems, by a token; no cookie is looked at


class AccessRefused(RuntimeError):
    """The application must not start: a view leaves open who may use it."""


@dataclass(frozen=True)
class Access:
    """Who may use a view, method by method, and how its arguments are loaded."""

    surface: Surface
    permissions: Mapping[str, Permission | None]
    loaders: Mapping[str, Loader] = field(default_factory=dict)
    scopes: Mapping[str, Scope] = field(default_factory=dict)


def public(view: View) -> View:
    """Let the public read it: GET only, no session."""
    return _declare(view, Access(Surface.PUBLIC, {"GET": None}))


def anyone(*methods: str) -> Callable[[View], View]:
    """Let anybody use it with these methods, signed in or not."""
    return lambda view: _declare(view, Access(Surface.ANYONE, dict.fromkeys(methods)))


def signed_in(*methods: str) -> Callable[[View], View]:
    """Let every signed-in person use it with these methods, for what is theirs."""
    return lambda view: _declare(view, Access(Surface.SIGNED_IN, dict.fromkeys(methods)))


def requires(*, get: Permission | None = None, post: Permission | None = None) -> Callable[[View], View]:
    """Let those use it who hold the permission for the method."""
    permissions = {name: held for name, held in (("GET", get), ("POST", post)) if held is not None}
    return lambda view: _declare(view, Access(Surface.WORKSPACE, permissions))


def for_systems(**scopes: Scope) -> Callable[[View], View]:
    """Let systems of an organisation use it whose token opens what is named for the method."""
    by_method = {method.upper(): scope for method, scope in scopes.items()}
    return lambda view: _declare(view, Access(Surface.SYSTEM, dict.fromkeys(by_method), scopes=by_method))


def loads(**loaders: Loader) -> Callable[[View], View]:
    """Say how the view's URL arguments are found. Stands above the declaration of access."""

    def declare(view: View) -> View:
        access: Access | None = getattr(view, "access", None)
        if access is None:
            raise AccessRefused(f"{view.__name__}: say who may use it below @loads.")
        return _declare(view, replace(access, loaders=loaders))

    return declare


def as_typed(_scope: object, value: str) -> str:
    """Load nothing: the argument is a token or a word that the view checks itself."""
    return value


def one_of(words: type[StrEnum]) -> Loader:
    """Make a loader for an argument that is one of a few words."""

    def load(_scope: object, value: str) -> StrEnum:
        try:
            return words(value)
        except ValueError:
            raise NoResultFound from None

    return load


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    app.before_request(_gate)
    app.add_template_global(workspace.may, "may")


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what a view declares, if anything."""
    return getattr(app.view_functions.get(endpoint), "access", None)


def finalize(app: Flask) -> None:
    """Walk every rule of the finished application; raise with all faults at once."""
    faults = [fault for rule in app.url_map.iter_rules() for fault in _faults(app, rule)]
    if faults:
        raise AccessRefused("\n".join(sorted(faults)))


def _faults(app: Flask, rule: Any) -> list[str]:  # noqa: ANN401 - werkzeug's Rule is untyped here
    access = access_of(app, rule.endpoint)
    if access is None:
        return [f"{rule.endpoint} ({rule.rule}) declares no access"]
    methods = set(rule.methods or ()) - {"HEAD", "OPTIONS"}
    faults = [f"{rule.endpoint}: {method} has no rule" for method in methods - set(access.permissions)]
    faults += [
        f"{rule.endpoint}: {method} has a rule but no route" for method in set(access.permissions) - methods
    ]
    claimed = set(access.loaders)
    if access.surface is Surface.WORKSPACE:
        claimed |= {"organisation", "programme"}
        if len({"organisation", "programme"} & set(rule.arguments)) > 1:
            faults.append(f"{rule.endpoint}: two workspaces in one address")
    faults += [f"{rule.endpoint}: no loader claims {name!r}" for name in set(rule.arguments) - claimed]
    faults += [
        f"{rule.endpoint}: {name!r} is no argument" for name in set(access.loaders) - set(rule.arguments)
    ]
    return faults


def _gate() -> ResponseReturnValue | None:
    if request.url_rule is None:
        return None  # Routing has found nothing: 404 or 405 follows.
    view = _view()
    access: Access | None = getattr(view, "access", None)
    if access is None:
        raise NotFound  # A rule added after the start. Never open.
    if access.surface in {Surface.SIGNED_IN, Surface.WORKSPACE} and not current_user.is_authenticated:
        if request.method != "GET":
            raise Unauthorized
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    arguments: dict[str, Any] = dict(request.view_args or {})
    load_arguments(access, arguments)
    request.view_args = arguments
    return None


def load_arguments(access: Access, arguments: dict[str, Any]) -> None:
    """Let in who may come, and put what the address names in the place of its words."""
    scope = _admit(access, arguments)
    for name, loader in access.loaders.items():
        arguments[name] = _load(loader, scope, arguments[name])


def _admit(access: Access, arguments: dict[str, Any]) -> object:
    """Enter what the address names with the role that it takes; return what loaders look in."""
    scope = _scope(access, arguments)
    _check_permission(access)
    return scope


def decide_early() -> None:
    """Refuse, before a large body is read, whoever has no business at this address. The gate decides again.

    Nothing is written, and no lock is held while the body is read. A form's token is still to be checked.
    """
    access = access_of(current_app, request.endpoint or "")
    if access is None:
        raise NotFound
    with database.reading():
        try:
            if not current_user.is_authenticated:
                raise Unauthorized
            _admit(access, dict(request.view_args or {}))
        finally:
            db.session.rollback()


def _view() -> View:
    return current_app.view_functions[request.endpoint or ""]


def _scope(access: Access, arguments: dict[str, Any]) -> object:
    """Enter what the address names, and return what loaders look in."""
    if access.surface is Surface.PUBLIC:
        return clock.today()
    if access.surface is Surface.SYSTEM:
        return bearer.enter(access.scopes.get(_method()))
    if access.surface is Surface.WORKSPACE:
        for name, enter in (
            ("organisation", workspace.enter_organisation),
            ("programme", workspace.enter_programme),
        ):
            if name in arguments:
                arguments[name] = _load(enter, None, arguments[name])
                return arguments[name]
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 - werkzeug's own way


def _check_permission(access: Access) -> None:
    if _method() not in access.permissions:
        raise NotFound
    permission = access.permissions[_method()]
    if permission is not None and not workspace.may(permission):
        raise workspace.RoleForbids(workspace.team_page())


def _method() -> str:
    return "GET" if request.method in {"HEAD", "OPTIONS"} else request.method


def _load(loader: Loader, scope: object, value: str) -> object:
    if not value.isprintable():
        raise NotFound  # No name or id of ours holds such characters, and PostgreSQL refuses to be asked.
    try:
        return loader(scope, value)
    except NoResultFound:
        raise NotFound from None


def current_member() -> Any:  # noqa: ANN401 - Membership or ProgrammeMembership, as the address says
    """Return what the person is in this workspace."""
    return g.member
