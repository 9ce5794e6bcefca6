"""Where files are kept: a folder of this machine or an S3 bucket, behind the same few verbs.

Names are random and come from the caller; nothing that a person typed ever becomes a path.
"""

import io
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore.store import RetryConfig

KEY = re.compile(r"[a-z0-9/_.-]+")
MOST_AT_ONCE = 500
READ_AT_ONCE = 256 * 1024
# obstore waits 5 s to connect and 30 s for an answer; left alone it would go on trying for three minutes.
PATIENCE: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}


class BadKey(ValueError):
    """A key that is not one of ours: it could leave the folder, or collide with another on some disk."""


class StorageFailed(OSError):
    """Nothing was put away: the disk is full, or the bucket cannot be reached or refuses."""


@dataclass(frozen=True)
class Storage:
    """`folder` is set for files on this machine, where obstore writes without waiting for the disk."""

    store: ObjectStore
    folder: Path | None = None

    @classmethod
    def from_url(cls, url: str) -> "Storage":
        """Open `file:///folder` or `s3://bucket`; the keys to a bucket are in the environment (AWS_...)."""
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.path and parts.netloc in {"", "localhost"}:
            folder = Path(unquote(parts.path))
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return cls(LocalStore(folder), folder.resolve())
        if parts.scheme == "s3" and parts.netloc:
            return cls(S3Store.from_url(url, retry_config=PATIENCE))
        raise ValueError("The storage address must look like file:///folder or s3://bucket")

    def put(self, key: str, data: bytes) -> None:
        """Whole and on disk, or not at all; what stood under the key before is replaced."""
        _check(key)
        try:
            if self.folder is None:
                obstore.put(self.store, key, data)
            else:
                _write_durably(self.folder / key, io.BytesIO(data))
        except (OSError, BaseError) as fault:
            raise StorageFailed(str(fault)) from fault

    def put_file(self, key: str, path: Path) -> None:
        """As `put`, of a file of any length, which is never in memory as a whole."""
        _check(key)
        if self.folder is None:
            obstore.put(self.store, key, path)
        else:
            with path.open("rb") as source:
                _write_durably(self.folder / key, source)

    def open(self, key: str) -> BinaryIO:
        """Open it to be read from any place, some of it at a time. Raises FileNotFoundError."""
        _check(key)
        if self.folder is not None:
            return (self.folder / key).open("rb")
        size = obstore.head(self.store, key)["size"]
        return io.BufferedReader(_Remote(self.store, key, size), READ_AT_ONCE)

    def get(self, key: str) -> bytes:
        """Raises FileNotFoundError when there is nothing under the key."""
        _check(key)
        return bytes(obstore.get(self.store, key).bytes())

    def exists(self, key: str) -> bool:
        _check(key)
        try:
            obstore.head(self.store, key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Gone afterwards, whether or not it was there."""
        _check(key)
        try:
            obstore.delete(self.store, key)
        except FileNotFoundError:
            return

    def list(self, prefix: str = "", *, written_before: datetime | None = None) -> Iterator[str]:
        """The keys below a folder, in no particular order. A file still being written is not among them."""
        if prefix:
            _check(prefix)
        for batch in obstore.list(self.store, prefix or None):
            for found in batch:
                is_old = written_before is None or found["last_modified"] < written_before
                if is_old and KEY.fullmatch(found["path"]):
                    yield found["path"]

    def list_unclaimed(
        self, prefix: str, *, written_before: datetime, claimed: Callable[[Sequence[str]], Collection[str]]
    ) -> Iterator[str]:
        """The old keys below a folder that nobody claims: they are asked about only after they were found."""
        written = self.list(prefix, written_before=written_before)
        while keys := list(islice(written, MOST_AT_ONCE)):
            known = claimed(keys)
            yield from (key for key in keys if key not in known)

    def clear_unfinished(self, written_before: datetime) -> int:
        """Delete what a crash left half written in a folder; a bucket leaves nothing. Say how many."""
        cleared = 0
        for path in self.folder.rglob("*#*") if self.folder is not None else ():
            with suppress(FileNotFoundError):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < written_before:
                    path.unlink()
                    cleared += 1
        return cleared


def _check(key: str) -> None:
    steps = key.split("/")
    if not KEY.fullmatch(key) or ".." in key or "" in steps or "." in steps:
        raise BadKey(f"{key[:80]!r} is not a key of ours")


class _Remote(io.RawIOBase):
    """An object of a bucket as a file that is only read: each reading asks for its own bytes."""

    def __init__(self, store: ObjectStore, key: str, size: int) -> None:
        self._store, self._key, self._size, self._at = store, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        wanted = memoryview(buffer).cast("B")
        length = max(0, min(len(wanted), self._size - self._at))
        if length:
            wanted[:length] = bytes(obstore.get_range(self._store, self._key, start=self._at, length=length))
            self._at += length
        return length


def _write_durably(path: Path, source: BinaryIO) -> None:
    """1. Write beside the place. 2. Wait for the disk. 3. Rename. 4. Wait for the folder too.

    A name with # is no key, so a file left by a crash is never served or listed.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}#{secrets.token_hex(8)}")
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        with unfinished.open("wb") as file:
            shutil.copyfileobj(source, file, READ_AT_ONCE)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
