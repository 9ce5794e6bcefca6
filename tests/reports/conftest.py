"""A press whose printer is quick, a public commitment, and an installation for what happens at once."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from flask import Flask

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.model.commitment import Commitment
from equity_tracker.reports.job import Press
from equity_tracker.web.report_pages import fill_report
from tests.reports.records import make_public, promise
from tests.support.installation import Installation, installation
from tests.support.people import World

PressWith = Callable[..., Press]


def blank(*_: object) -> bytes:
    """Print nothing, on one page."""
    made = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made)
    return made.getvalue()


@pytest.fixture
def storage(app: Flask) -> Storage:
    """Where this installation keeps its files."""
    return Storage.from_url(app.config["SETTINGS"].storage_url)


@pytest.fixture
def press_with(storage: Storage) -> PressWith:
    """Return a press with another printer."""
    return lambda render: Press(fill_report, render, storage, KINDS, "https://register.example.org")


@pytest.fixture
def press(press_with: PressWith) -> Press:
    return press_with(blank)


@pytest.fixture(scope="module")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("own"), "reports") as found:
        yield found


@pytest.fixture
def own(own_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Return an empty installation whose queue carries nothing."""
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)
    own_installation.empty()
    return own_installation


@pytest.fixture
def commitment(world: World) -> Commitment:
    """Publish a commitment of Alder, which is on the public record itself."""
    commitment = promise(world, "A promise")
    make_public(world.alder)
    db.session.commit()
    return commitment
