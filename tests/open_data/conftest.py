"""A place for releases, and what a reader finds in one."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import data_press
from equity_tracker.model.data_release import DataRelease
from equity_tracker.open_data.actions import Press, ask_for_release
from equity_tracker.open_data.job import make_release
from tests.conftest import NOW
from tests.public.conftest import planted, public_world, reader
from tests.support.installation import Installation, installation

__all__ = ["planted", "public_world", "reader"]


@dataclass(frozen=True)
class Opened:
    """The files of a release, as somebody who downloaded it has them."""

    files: dict[str, bytes]

    def table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.files[f"{name}.csv"].decode(), newline="")))

    @property
    def package(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.files["datapackage.json"])
        return read

    @property
    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        read: dict[str, list[dict[str, Any]]] = json.loads(self.files["equity-tracker.json"])["tables"]
        return read

    def unpacked(self, folder: Path) -> Path:
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        return folder / "datapackage.json"


@pytest.fixture
def storage(app: Flask, tmp_path: Path) -> Storage:
    """A place of this test alone."""
    return Storage.from_url(f"file://{tmp_path / 'kept'}")


@pytest.fixture
def press(world: object, storage: Storage) -> Press:
    """Where this test's releases go; links in them lead to the installation's pages."""
    if db.engine.dialect.name == "postgresql":
        # A test's transaction stays open while an outside program reads the files, which takes it a while.
        db.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        db.session.commit()
    return Press(storage, data_press().base_url, data_press().addresses)


def asked(name: str = "for a test") -> DataRelease:
    row = ask_for_release(name, now=NOW)
    assert row is not None
    db.session.commit()
    return row


def made(press: Press, name: str = "for a test") -> DataRelease:
    """Make a release now."""
    row = asked(name)
    assert make_release(row.id, NOW, press) == "done"
    return db.session.get_one(DataRelease, row.id)


def opened(release: DataRelease, storage: Storage) -> Opened:
    assert release.file_key is not None
    with storage.open(release.file_key) as file, zipfile.ZipFile(file) as archive:
        return Opened({name: archive.read(name) for name in archive.namelist()})


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("own"), "open_data") as found:
        yield found


@pytest.fixture
def own(own_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Return an empty installation whose queue carries nothing."""
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)
    own_installation.empty()
    return own_installation
