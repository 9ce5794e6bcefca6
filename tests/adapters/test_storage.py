import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from equity_tracker.adapters.storage import BadKey, Storage

FOR_OTHERS = 0o077


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> Storage:
    settings = {
        "AWS_ENDPOINT_URL": s3_address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    urlopen(Request(f"{s3_address}/equity-tracker-files", method="PUT")).close()  # noqa: S310  # loopback
    return Storage.from_url("s3://equity-tracker-files")


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage.from_url(f"file://{tmp_path}/files")


@pytest.mark.parametrize("kind", ["storage", "bucket"])
def test_a_file_of_any_length_is_kept_and_read_from_any_place(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    storage: Storage = request.getfixturevalue(kind)
    data = bytes(range(256)) * 5000
    (tmp_path / "long.zip").write_bytes(data)
    storage.put_file("open-data/long.zip", tmp_path / "long.zip")

    assert storage.get("open-data/long.zip") == data
    with storage.open("open-data/long.zip") as file:
        file.seek(-300, os.SEEK_END)
        assert file.read() == data[-300:]
        file.seek(70_000)
        assert file.read(5) == data[70_000:70_005]
        file.seek(1, os.SEEK_CUR)
        assert file.tell() == 70_006
        assert file.read(10) == data[70_006:70_016]
    storage.delete("open-data/long.zip")
    with pytest.raises(FileNotFoundError):
        storage.open("open-data/long.zip")
    with pytest.raises(BadKey):
        storage.open("../none.zip")


@pytest.mark.parametrize("kind", ["storage", "bucket"])
def test_what_was_put_can_be_read_found_listed_and_deleted(kind: str, request: pytest.FixtureRequest) -> None:
    storage: Storage = request.getfixturevalue(kind)
    storage.put("reports/7f3a.pdf", b"first")
    storage.put("reports/9c01.pdf", b"second")
    storage.put("evidence/1d.png", b"third")

    assert storage.get("reports/7f3a.pdf") == b"first"
    assert storage.exists("reports/7f3a.pdf")
    assert sorted(storage.list("reports")) == ["reports/7f3a.pdf", "reports/9c01.pdf"]
    assert len(list(storage.list())) == 3
    now = datetime.now(UTC)
    assert list(storage.list("reports", written_before=now - timedelta(hours=1))) == []
    assert len(list(storage.list("reports", written_before=now + timedelta(hours=1)))) == 2
    assert storage.clear_unfinished(now + timedelta(hours=1)) == 0

    storage.delete("reports/7f3a.pdf")
    assert not storage.exists("reports/7f3a.pdf")
    storage.delete("reports/7f3a.pdf")
    assert list(storage.list("reports")) == ["reports/9c01.pdf"]


def test_putting_again_replaces_the_file(storage: Storage) -> None:
    storage.put("a/b", b"longer than what follows")
    storage.put("a/b", b"short")

    assert storage.get("a/b") == b"short"
    assert list(storage.list()) == ["a/b"]


def test_what_is_not_there_is_a_missing_file_to_read_and_no_trouble_to_delete(storage: Storage) -> None:
    assert not storage.exists("reports/none.pdf")
    with pytest.raises(FileNotFoundError):
        storage.get("reports/none.pdf")
    storage.delete("reports/none.pdf")


def test_a_second_process_sees_the_same_files(tmp_path: Path) -> None:
    Storage.from_url(f"file://{tmp_path}/a%20folder").put("x", b"kept")

    assert Storage.from_url(f"file://{tmp_path}/a%20folder").get("x") == b"kept"
    assert (tmp_path / "a folder" / "x").read_bytes() == b"kept"


BAD_KEYS = [
    "", "/", "/etc/passwd", "../secret", "a/../../b", "a/./b", "a//b", "a/", ".", "a..b",
    "Upper", "with space", "a\\b", "nul\0", "a#1", "ünï", "a\n", "~root",
]  # fmt: skip


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_is_not_ours_is_refused_by_every_verb(storage: Storage, key: str) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: storage.put(key, b"x"),
        lambda: storage.get(key),
        lambda: storage.exists(key),
        lambda: storage.delete(key),
    ]
    for verb in verbs:
        with pytest.raises(BadKey):
            verb()


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.put("reports/a.pdf", b"old")

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space left"):
        storage.put("reports/a.pdf", b"new")

    assert storage.get("reports/a.pdf") == b"old"
    assert [path.name for path in (tmp_path / "files" / "reports").iterdir()] == ["a.pdf"]


def test_the_data_reach_the_disk_before_the_name_does(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        events.append("folder synced" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "data synced")
        real_fsync(descriptor)

    def replace(path: Path, target: Path) -> Path:
        events.append("renamed")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    storage.put("a/b", b"x")

    assert events == ["data synced", "renamed", "folder synced"]


def test_a_file_left_half_written_by_a_crash_is_not_listed(storage: Storage, tmp_path: Path) -> None:
    storage.put("a/whole", b"x")
    (tmp_path / "files" / "a" / "half#0f0f").write_bytes(b"hal")

    assert list(storage.list()) == ["a/whole"]


KILLED = """
import os, signal, sys
from equity_tracker.adapters.storage import Storage
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
Storage.from_url(sys.argv[1]).put("files/a.pdf", b"x" * 100_000)
"""


@pytest.mark.thorough
def test_a_process_that_is_killed_while_it_writes_leaves_no_file_but_one_to_clear(
    storage: Storage, tmp_path: Path
) -> None:
    storage.put("files/whole.pdf", b"x")
    ended = subprocess.run([sys.executable, "-c", KILLED, f"file://{tmp_path}/files"], check=False)
    assert ended.returncode == -signal.SIGKILL

    assert list(storage.list()) == ["files/whole.pdf"]
    now = datetime.now(UTC)
    assert storage.clear_unfinished(now - timedelta(hours=1)) == 0, "it may still be written"
    assert storage.clear_unfinished(now + timedelta(hours=1)) == 1
    assert [path.name for path in (tmp_path / "files" / "files").iterdir()] == ["whole.pdf"]


def test_files_are_for_their_owner_only(storage: Storage, tmp_path: Path) -> None:
    storage.put("evidence/a", b"private")

    assert (tmp_path / "files" / "evidence" / "a").stat().st_mode & FOR_OTHERS == 0


@pytest.mark.parametrize(
    "url", ["", "/var/files", "http://store", "s3://", "file://elsewhere/x", "gs://bucket"]
)
def test_an_address_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        Storage.from_url(url)
