"""One world for a whole module of tests, each of which takes back what it did: making it is what costs."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from equity_tracker.extensions import db
from tests.architecture.access_world import AccessWorld, make_access_world
from tests.conftest import NOW, isolation
from tests.support.people import make_world


@pytest.fixture(scope="module")
def standing(app: Flask) -> Iterator[AccessWorld]:
    """Stand for as long as the module runs. For `here`, not for tests."""
    with isolation(app):
        yield make_access_world(make_world(NOW))


@pytest.fixture
def here(standing: AccessWorld) -> Iterator[AccessWorld]:
    """What the access table names."""
    with forgotten():
        yield standing


@contextmanager
def forgotten() -> Iterator[None]:
    """Take back whatever happens inside. In plain SQL, unseen by the sessions whose savepoints lie within."""
    db.session.commit()
    connection = db.engine.connect()
    connection.exec_driver_sql("SAVEPOINT before_this")
    try:
        yield
    finally:
        db.session.rollback()
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT before_this")
        connection.exec_driver_sql("RELEASE SAVEPOINT before_this")
        db.session.expire_all()
