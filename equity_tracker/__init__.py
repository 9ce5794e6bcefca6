"""Equity Tracker: the application, put together. Read create_app as a table of contents."""

import inspect
from pkgutil import resolve_name

from flask import Flask, request

from equity_tracker import cli, database, publication_counter, tenancy
from equity_tracker.config import ROOT, Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.files.actions import open_desk
from equity_tracker.jobs import handlers, practice, queue, waking
from equity_tracker.pages import PAGES, PUBLIC_ALONE, PUBLIC_PREFIXES
from equity_tracker.web import (
    access,
    assets,
    conditional,
    csrf,
    errors,
    forms,
    log_lines,
    page_cache,
    request_ids,
    resources,
    security,
    sessions,
    templating,
    transactions,
    uploads,
)
from equity_tracker.web.application import Application


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application, or refuse to start when something is left open."""
    settings = settings or Settings.from_environment()
    app = Application("equity_tracker", root_path=str(ROOT / "equity_tracker"), static_folder=None)
    _configure(app, settings)
    _open_database(app, settings)
    _guard_requests(app, settings)
    _register_features(app)
    queue.init_app(
        app,
        database_url=settings.database_url,
        redis_url=settings.redis_url,
        folder=settings.folder,
        immediate=settings.testing,
    )
    waking.init_app()
    practice.init_app()
    handlers.register()
    cli.init_app(app)
    access.finalize(app)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[settings.previous_secret_key] if settings.previous_secret_key else [],
        TESTING=settings.testing,
        SQLALCHEMY_ENGINES={"default": database.engine_options(settings.database_url)},
        ALEMBIC={
            "script_location": str(ROOT / "migrations" / "versions"),
            "file_template": "%%(rev)s_%%(slug)s",
        },
        ALEMBIC_CONTEXT={
            "render_as_batch": True,
            "compare_type": True,
            "compare_server_default": database.has_another_default,
            "include_object": database.is_ours,
            "render_item": database.render_type,
        },
    )
    app.template_folder = str(ROOT / "templates")


def _open_database(app: Flask, settings: Settings) -> None:
    settings.folder.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    # No session of ours is async. To close one, Flask would start a thread and an event loop per request.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not inspect.iscoroutinefunction(close)
    ]
    migrations.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    tenancy.init_app()
    publication_counter.init_app()
    request_ids.init_app()


def _guard_requests(app: Flask, settings: Settings) -> None:
    """Set up what stands before and after every view; the order is that of the request."""
    transactions.init_app(app)  # First: its after_request hook then runs last.
    log_lines.init_app(app)
    app.before_request(lambda: forms.check_body(request))
    security.init_app(app, settings.public_base_url)
    sessions.init_app(app)
    desk = open_desk(settings.storage_url, scanner=settings.file_scanner, quota=settings.files_quota)
    uploads.init_app(app, desk)
    csrf.init_app(app)
    access.init_app(app)
    conditional.init_app(app, ROOT)
    errors.init_app(app)
    templating.init_app(app)
    resources.init_app(app)


def _register_features(app: Flask) -> None:
    """Register the pages; they are imported here, once the instances they share are set up."""
    for place in PAGES:
        resources.register(app, resolve_name(f"equity_tracker.{place}"))


def _wrap(app: Flask, settings: Settings) -> None:
    """Put the page cache, and the static files before it, in front of Flask. Nothing else may wrap it."""
    cache = page_cache.PageCache(
        app.wsgi_app,
        prefixes=PUBLIC_PREFIXES,
        alone=PUBLIC_ALONE,
        max_seconds=0 if settings.testing else 30,
    )
    app.wsgi_app = app.extensions["page_cache"] = cache  # type: ignore[method-assign]
    assets.init_app(app, folder=ROOT / "equity_tracker" / "static", built=settings.folder / "static")
