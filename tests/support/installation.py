"""An installation of its own: a real database and real commits, for what several processes do at once."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from equity_tracker import create_app
from equity_tracker.config import ROOT, Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.model.base import Base
from tests.support import databases


@dataclass
class Installation:
    """An application, and the environment in which other processes see the same database."""

    app: Flask
    folder: Path
    environment: Mapping[str, str]

    @property
    def mail_folder(self) -> Path:
        return self.folder / "mail"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), *words]

    def empty(self) -> None:
        """Take everything out of the database, and out of the folder but the database."""
        with self.app.app_context():
            if db.engine.dialect.name == "postgresql":
                _truncate()
            else:
                db.engine.dispose()
                _copy_back(self.folder)
        for name in ("mail", "queue.sqlite3"):
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


@contextmanager
def installation(folder: Path, name: str, *, port: int = 8000) -> Iterator[Installation]:
    """Make an installation in the folder; stop using it afterwards."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.fresh(os.environ.get("TEST_DATABASE_URL"), folder, f"{name}_{worker}") as url:
        environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "a key for tests only, and quite long enough",
            "DATABASE_URL": url,
            "DATA_FOLDER": str(folder),
            "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
            "PORT": str(port),
            "MAIL_FROM": "equity-tracker@example.org",
        }
        app = create_app(Settings.from_environment(environment))
        with app.app_context():
            migrations.upgrade()
        with app.app_context():
            db.engine.dispose()
        if url.startswith("sqlite"):
            shutil.copy(folder / "test.db", folder / "empty.db")
        yield Installation(app, folder, environment)
        if "huey" in vars(app.extensions["queue"]):
            app.extensions["queue"].huey.storage.close()
        with app.app_context():
            db.engine.dispose()
        # Isolated tests connect to the database of every application that is still known, and this one goes.
        db._app_state.pop(app)


def _truncate() -> None:
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text("TRUNCATE TABLE " + tables + " RESTART IDENTITY CASCADE"))


def _copy_back(folder: Path) -> None:
    for suffix in ("-wal", "-shm"):
        (folder / f"test.db{suffix}").unlink(missing_ok=True)
    shutil.copy(folder / "empty.db", folder / "test.db")
