"""A program that reads, on a register with a programme and organisations that are public."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from equity_tracker.extensions import db
from equity_tracker.model.publishing import publish_organisation, publish_programme
from tests.api.systems import System
from tests.conftest import NOW
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.api_token import make_token
from tests.support.people import World

Read = Callable[..., Any]
MOST_QUERIES = 9


@pytest.fixture
def public_world(world: World) -> World:
    today = NOW.date()
    rows = [publish_programme(world.programme, None, now=NOW, today=today)]
    rows += [
        publish_organisation(organisation, None, now=NOW, today=today, visible_from=today)
        for organisation in (world.alder, world.birch, world.institute)
    ]
    db.session.add_all(row for row in rows if row is not None)
    db.session.commit()
    return world


@pytest.fixture
def program(app: Flask, public_world: World) -> FlaskClient:
    """Return what a program without an account asks with."""
    return CheckingClient(app, None).browser


@pytest.fixture
def read(app: Flask, program: FlaskClient) -> Read:
    """Return a function that reads an address below /api/v1 and returns its JSON."""

    def fetch(path: str, *, expected: int = 200) -> Any:
        with counted_queries(app) as statements:
            response = program.get(f"/api/v1{path}")
        assert response.status_code == expected, response.text
        kind = "application/json" if expected == 200 else "application/problem+json"
        assert response.mimetype == kind
        # Three of them count the read.
        assert len(statements) <= MOST_QUERIES, "\n".join(statements)
        assert "Set-Cookie" not in response.headers
        return response.json

    return fetch


@pytest.fixture
def as_system(app: Flask) -> Callable[[str | None], System]:
    """Return a system that asks with a token; with None, one that has none."""
    return lambda token: System(app, token)


@pytest.fixture
def system(as_system: Callable[[str | None], System], world: World) -> System:
    """Return a system of Alder with a token that may do everything a token may."""
    secret, _ = make_token(world.alder, by=world.ada, now=NOW)
    return as_system(secret)
