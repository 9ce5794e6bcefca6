"""The demonstration, loaded once by its own command into a database of its own, and read by many tests."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from equity_tracker import clock, create_app
from equity_tracker.config import Settings
from equity_tracker.demonstration.content import Content, read_content
from equity_tracker.extensions import db, migrations
from tests.support import databases

# A morning on the day for which the story was written.
STORY_DAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Loaded:
    """The application on the loaded database, and what the command printed."""

    app: Flask
    output: str


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder: Path = tmp_path_factory.mktemp("demonstration")
    worker = f"demonstration_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with databases.fresh(os.environ.get("TEST_DATABASE_URL"), folder, worker) as url:
        app = create_app(
            Settings(
                secret_key="a key for tests only, and quite long enough",
                database_url=url,
                public_base_url="http://127.0.0.1:8000",
                mail_url=f"file://{folder / 'mail'}",
                mail_from="equity-tracker@example.org",
                storage_url=f"file://{folder / 'storage'}",
                folder=folder,
                testing=True,
            )
        )
        with app.app_context():
            migrations.upgrade()
        with clock.fixed(STORY_DAY):
            result = app.test_cli_runner().invoke(args=["demonstration", "load"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        yield Loaded(app, result.output)
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def loaded(loaded_once: Loaded) -> Iterator[Loaded]:
    """Look at the loaded database; what a test writes is undone."""
    with loaded_once.app.app_context(), clock.fixed(STORY_DAY):
        yield loaded_once
        db.session.rollback()


@pytest.fixture(scope="session")
def content() -> Content:
    return read_content()
