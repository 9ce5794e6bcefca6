"""The page of the open data, the dictionary, and fetching files."""

import hashlib
import io
import json
import zipfile

import pytest
from flask import Flask

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import data_press
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.data_release import DataRelease
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.open_data.actions import Press
from equity_tracker.open_data.tables import TABLES
from tests.conftest import NOW
from tests.open_data.conftest import made
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World


@pytest.fixture
def press(public_world: World) -> Press:
    """The installation's own: pages hand out what it keeps."""
    make_published(public_world.alder, public_world.programme, now=NOW, title="Pay the living wage")
    db.session.commit()
    return data_press()


@pytest.fixture
def storage(press: Press) -> Storage:
    return press.storage


@pytest.fixture
def release(press: Press) -> DataRelease:
    return made(press)


def test_before_the_first_release_the_page_says_when_there_is_one(
    reader: CheckingClient, public_world: World
) -> None:
    page = reader.get("open_data.show_data")

    assert "There is no release yet" in page.main
    assert "Creative Commons Attribution 4.0" in page.main
    assert reader.browser.get("/data/latest/equity-tracker.zip").status_code == 404


def test_the_page_tells_of_the_current_release_and_leads_to_it(
    reader: CheckingClient, release: DataRelease
) -> None:
    page = reader.get("open_data.show_data")

    assert release.version is not None
    assert release.file_hash is not None
    assert release.version in page.main
    assert release.file_hash in page.main
    assert [row[0] for row in page.table("Tables of the open data")] == [row.title for row in TABLES.values()]
    assert "There is none so far." in page.main
    assert f"version {release.version}" in page.main


def test_earlier_releases_stay_newest_first(
    reader: CheckingClient, release: DataRelease, press: Press, public_world: World
) -> None:
    for number in (2, 3):
        make_published(public_world.alder, public_world.programme, now=NOW, title=f"Promise {number}")
        db.session.commit()
        made(press, f"number {number}")

    page = reader.get("open_data.show_data")

    earlier = [row[0] for row in page.table("Earlier releases, the newest first")]
    assert earlier == ["2026-04-06.2", "2026-04-06.1"]
    old = reader.browser.get(f"/data/{release.version}/commitments.csv")
    assert (old.status_code, old.text.count("\r\n")) == (200, 2)


def test_the_zip_is_the_file_that_was_kept(reader: CheckingClient, release: DataRelease) -> None:
    answer = reader.browser.get(f"/data/{release.version}/equity-tracker.zip")

    assert answer.status_code == 200
    assert hashlib.sha256(answer.data).hexdigest() == release.file_hash
    assert answer.content_length == release.size
    assert answer.headers["Content-Disposition"] == 'attachment; filename="equity-tracker-2026-04-06.1.zip"'
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=20"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_each_file_can_be_had_alone(reader: CheckingClient, release: DataRelease) -> None:
    whole = reader.browser.get(f"/data/{release.version}/equity-tracker.zip").data
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name in ("commitments.csv", "datapackage.json", "README.txt", "DICTIONARY.csv"):
            answer = reader.browser.get(f"/data/{release.version}/{name}")
            assert answer.data == archive.read(name), name
            assert answer.content_length == len(answer.data)
    described = json.loads(reader.browser.get(f"/data/{release.version}/datapackage.json").data)
    assert described["resources"][0]["path"] == "programmes.csv"


def test_latest_leads_to_the_newest(reader: CheckingClient, release: DataRelease) -> None:
    answer = reader.browser.get("/data/latest/commitments.csv")

    assert (answer.status_code, answer.location) == (302, f"/data/{release.version}/commitments.csv")


@pytest.mark.parametrize(
    "address",
    [
        "/data/2026-04-06.9/equity-tracker.zip",
        "/data/2026-04-06.1/users.csv",
        "/data/2026-04-06.1/..%2Fcommitments.csv",
        "/data/2026-04-06.1/commitments",
        "/data/latest/commitments.exe",
        "/data/dictionary/users",
    ],
)
def test_what_is_not_there_is_not_found(reader: CheckingClient, release: DataRelease, address: str) -> None:
    assert reader.browser.get(address).status_code == 404


def test_a_release_with_something_taken_back_is_not_handed_out(
    reader: CheckingClient, release: DataRelease
) -> None:
    for one in db.session.query(Commitment).execution_options(every_organisation=True):
        retract_commitment(one, "Wrong", now=NOW, today=NOW.date())
    db.session.commit()

    for name in ("equity-tracker.zip", "commitments.csv"):
        answer = reader.browser.get(f"/data/{release.version}/{name}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
        assert "living wage" not in answer.text
    page = reader.get("open_data.show_data")
    assert "The current release is being made again" in page.main


def test_bytes_that_are_gone_are_not_found(
    reader: CheckingClient, release: DataRelease, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")
    storage.delete(release.file_key or "")

    assert reader.browser.get(f"/data/{release.version}/equity-tracker.zip").status_code == 404


@pytest.mark.parametrize("name", list(TABLES))
def test_the_dictionary_has_a_page_for_each_table(
    reader: CheckingClient, public_world: World, name: str
) -> None:
    page = reader.get("open_data.show_table", table=name)

    rows = page.table(f"Columns of {name}.csv")
    assert [row[0] for row in rows] == [column.name for column in TABLES[name].columns]


def test_the_command_makes_one_now(app: Flask, public_world: World) -> None:
    run = app.test_cli_runner()

    first, second = run.invoke(args=["open-data", "publish"]), run.invoke(args=["open-data", "publish"])

    assert first.output.startswith("Release 2026-04-06.1: ")
    assert second.output == "Nothing has changed since release 2026-04-06.1.\n"
