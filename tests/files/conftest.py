"""A promise to report on, the storage of the tests, and a form filled in but for its files."""

from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.documents import read_here
from tests.support.factories.commitment import make_published
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Open = Callable[[], FilledForm]
SEND = "Sign and send"
TYPED = {
    "delivery": "substantial",
    "outlook": "at_risk",
    "why": "One tender closed before the clause was ready.",
    "what_changed": "Eight of eleven contracts carry the clause.",
    "next_step": "Reopen the tender.",
    "next_step_on__day": "1",
    "next_step_on__month": "9",
    "next_step_on__year": "2026",
    "evidence__0__title": "Lease agreement",
    "evidence__0__kind": "document",
    "evidence__0__strength": "document",
}
# An input's name, as the browser sends it.
FILE = "evidence-0-file"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    read_here(monkeypatch)


@pytest.fixture
def storage(app: Flask) -> Storage:
    return Storage.from_url(app.config["SETTINGS"].storage_url)


@pytest.fixture
def promise(world: World) -> Commitment:
    """A published commitment of Alder."""
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


def open_page(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


@pytest.fixture
def form(as_: As, cora: User, promise: Commitment) -> FilledForm:
    """The form of a check-in as Cora has filled it, without its file."""
    return open_page(as_(cora), promise).form(SEND).fill(**TYPED)


@pytest.fixture
def bucket_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 bucket on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    urlopen(Request(f"http://{host}:{port}/evidence-files", method="PUT")).close()  # loopback
    yield "s3://evidence-files"
    server.stop()
