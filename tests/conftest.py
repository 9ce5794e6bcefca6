"""The application under test, an isolated database, and the people every test may call on."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from flask import Flask
from xdist.remote import Producer

from equity_tracker import clock, create_app
from equity_tracker.config import Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.jobs import queue
from equity_tracker.model.people import User
from tests.support import databases, lanes
from tests.support.client import CheckingClient, OwnContextClient, forget_pages
from tests.support.people import World, make_world
from tests.support.scheduling import BySharing

# A Monday morning in the middle of round 2 of the programme that the people below belong to.
NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)


@pytest.hookimpl(tryfirst=True)  # before marks decide what is left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tell what repeats others; on PostgreSQL, leave out what no database can change."""
    lanes.mark_repetitions(items)
    if lanes.on_postgresql():
        unchanged = {item for item in items if not lanes.needs_database(item)}
        config.hook.pytest_deselected(items=list(unchanged))
        items[:] = [item for item in items if item not in unchanged]


def pytest_collection_finish() -> None:
    """Keep the collector off what stays until the end: thousands of tests, and all that they import."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BySharing:
    return BySharing(config, log)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Build the application once, on a migrated database of its own."""
    folder: Path = tmp_path_factory.mktemp("var")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.fresh(os.environ.get("TEST_DATABASE_URL"), folder, worker) as url:
        settings = Settings(
            secret_key="a key for tests only, and quite long enough",
            database_url=url,
            public_base_url="http://127.0.0.1:8000",
            mail_url=f"file://{folder / 'mail'}",
            mail_from="equity-tracker@example.org",
            storage_url=f"file://{folder / 'storage'}",
            folder=folder,
            testing=True,
        )
        app = create_app(settings)
        app.test_client_class = OwnContextClient
        with app.app_context():
            migrations.upgrade()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def isolated(app: Flask) -> Iterator[None]:
    with isolation(app):
        yield


@contextmanager
def isolation(app: Flask) -> Iterator[None]:
    """Run in one outer transaction that is rolled back; the clock stands at NOW."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(queue.Queue, "wake"))
        stack.enter_context(app.app_context())
        # Of this application alone: others of the run may be gone, and their databases with them.
        with mock.patch.object(db, "_app_state", {app: db._app_state[app]}):
            stack.enter_context(db.test_isolation())
        stack.enter_context(clock.fixed(NOW))
        forget_pages(app)
        # Bound to the connection and not to its engine, a session joins the outer transaction by a savepoint.
        stack.enter_context(mock.patch.dict(db.sessionmaker.kw, {"bind": db.engine.connect()}))
        yield


@pytest.fixture
def world(isolated: None) -> World:
    """Two organisations, a programme, and the people in them. See tests/support/people.py."""
    return make_world(NOW)


@pytest.fixture
def as_(app: Flask, world: World) -> Callable[[User | None], CheckingClient]:
    """Return a browser for a person, signed in; for None, one that nobody has signed in on."""
    return lambda person: CheckingClient(app, person)


@pytest.fixture
def ada(world: World) -> User:
    """Admin of Alder."""
    return world.ada


@pytest.fixture
def cora(world: World) -> User:
    """Editor of Alder."""
    return world.cora


@pytest.fixture
def prue(world: World) -> User:
    """Approver of Alder."""
    return world.prue


@pytest.fixture
def vic(world: World) -> User:
    """Viewer of Alder."""
    return world.vic


@pytest.fixture
def eve(world: World) -> User:
    """Admin of Birch, another organisation."""
    return world.eve


@pytest.fixture
def paula(world: World) -> User:
    """Coordinator of the programme."""
    return world.paula


@pytest.fixture
def otto(world: World) -> User:
    """Observer of the programme."""
    return world.otto
