"""What was left behind is swept up: files that nothing names, bytes without a row, what was half written."""

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.files.actions import forget_file
from equity_tracker.files.job import sweep_files
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.stored_file import Place, StoredFile
from tests.conftest import NOW
from tests.public.records import report_on
from tests.support import documents
from tests.support.factories.file import as_evidence, make_file
from tests.support.people import World

TODAY = NOW.date()
HOUR = timedelta(hours=1)


@pytest.fixture
def empty(storage: Storage) -> Storage:
    """The storage without what other tests left in it."""
    for key in list(storage.list("files")):
        storage.delete(key)
    return storage


def written(storage: Storage, key: str, at: datetime) -> None:
    assert storage.folder is not None
    os.utime(storage.folder / key, (at.timestamp(), at.timestamp()))


def test_a_file_that_nothing_named_goes_after_a_day(
    world: World, promise: Commitment, empty: Storage
) -> None:
    old = make_file(promise, now=NOW - 25 * HOUR)
    new = make_file(promise, now=NOW - 23 * HOUR)
    named = make_file(promise, now=NOW - 25 * HOUR)
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(named, is_public=False),))
    gone = old.storage_key

    would = sweep_files(NOW, empty, dry_run=True)
    assert would["left_behind"] == 1
    assert empty.exists(gone)
    assert sweep_files(NOW, empty)["left_behind"] == 1
    assert sweep_files(NOW, empty)["left_behind"] == 0

    assert not empty.exists(gone)
    assert {file.id for file in db.session.query(StoredFile).filter_by(organisation_id=world.alder.id)} == {
        new.id,
        named.id,
    }
    assert empty.exists(named.storage_key)


def test_a_file_that_is_named_cannot_be_deleted_or_changed(world: World, promise: Commitment) -> None:
    named = make_file(promise, now=NOW)
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(named),))
    with pytest.raises(DBAPIError), db.session.begin_nested():
        forget_file(named)
    named.name = "another.pdf"
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.flush()


def test_bytes_without_a_row_go_after_a_day_and_no_others(promise: Commitment, empty: Storage) -> None:
    kept = make_file(promise, now=NOW)
    db.session.commit()
    empty.put("files/a/old", b"x")
    empty.put("files/a/new", b"x")
    written(empty, "files/a/old", NOW - 25 * HOUR)
    written(empty, "files/a/new", NOW - HOUR)
    written(empty, kept.storage_key, NOW - 25 * HOUR)
    empty.put("reports/a/old", b"x")
    written(empty, "reports/a/old", NOW - 25 * HOUR)

    assert sweep_files(NOW, empty)["without_row"] == 1

    assert sorted(empty.list("files")) == sorted(["files/a/new", kept.storage_key])
    assert empty.exists("reports/a/old")
    empty.delete("reports/a/old")


@pytest.mark.usefixtures("isolated")
def test_what_was_half_written_goes_after_an_hour(empty: Storage) -> None:
    assert empty.folder is not None
    half = empty.folder / "files" / "half#0f0f"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"hal")
    os.utime(half, ((NOW - 2 * HOUR).timestamp(),) * 2)
    assert sweep_files(NOW, empty)["unfinished"] == 1
    assert not half.exists()


def test_a_process_that_ends_between_bytes_and_row_leaves_no_row_and_bytes_to_sweep(
    app: Flask, world: World, promise: Commitment, empty: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, place = app.extensions["file_desk"], Place.of(promise)
    put = Storage.put

    def put_and_end(storage: Storage, key: str, data: bytes) -> None:
        put(storage, key, data)
        raise KeyboardInterrupt

    monkeypatch.setattr(Storage, "put", put_and_end)
    with pytest.raises(KeyboardInterrupt):
        desk.take_in(place, "a.pdf", BytesIO(documents.pdf()), by_id=world.cora.id, now=NOW)
    db.session.rollback()

    (key,) = empty.list("files")
    assert db.session.query(StoredFile).filter_by(organisation_id=place.organisation_id).count() == 0
    written(empty, key, NOW - 25 * HOUR)
    assert sweep_files(NOW, empty)["without_row"] == 1
    assert list(empty.list("files")) == []


def test_storage_that_is_away_leaves_no_row(
    app: Flask, world: World, promise: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Storage, "put", away)
    desk, place = app.extensions["file_desk"], Place.of(promise)
    with pytest.raises(OSError, match="No space left"):
        desk.take_in(place, "a.pdf", BytesIO(documents.pdf()), by_id=world.cora.id, now=NOW)
    assert db.session.query(StoredFile).filter_by(organisation_id=place.organisation_id).count() == 0


@pytest.mark.thorough
def test_a_bucket_holds_files_as_well(app: Flask, world: World, promise: Commitment, bucket_url: str) -> None:
    desk = app.extensions["file_desk"]
    in_bucket = type(desk)(bucket_url, None, desk.quota)
    data = documents.pdf()
    public_id = in_bucket.take_in(
        Place.of(promise), "a.pdf", BytesIO(data), by_id=world.cora.id, now=datetime.now(UTC) - 25 * HOUR
    )
    (file,) = db.session.query(StoredFile).filter_by(organisation_id=world.alder.id)
    bucket = Storage.from_url(bucket_url)
    assert file.public_id == public_id
    assert bucket.get(file.storage_key) == data

    counts = sweep_files(datetime.now(UTC), bucket)

    assert counts == {"left_behind": 1, "without_row": 0, "unfinished": 0}
    assert list(bucket.list("files")) == []
