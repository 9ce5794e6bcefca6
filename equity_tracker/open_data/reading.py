"""Reading one file out of a release, some of it at a time."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

READ_AT_ONCE = 256 * 1024
TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Part:
    """A file of a release: its length, and its bytes as they are asked for."""

    size: int
    parts: Iterator[bytes]


def whole(source: BinaryIO, size: int) -> Part:
    return Part(size, _parts(source, source))


def member(source: BinaryIO, name: str) -> Part | None:
    """Find a file in the ZIP; None when it holds none of that name."""
    archive = zipfile.ZipFile(source)
    try:
        found = archive.getinfo(name)
    except KeyError:
        source.close()
        return None
    return Part(found.file_size, _parts(archive.open(found), source))


def _parts(file: IO[bytes], source: BinaryIO) -> Iterator[bytes]:
    with source, file:
        yield from iter(lambda: file.read(READ_AT_ONCE), b"")


def content_type(name: str) -> str:
    return TYPES[name.rpartition(".")[2].lower()]
