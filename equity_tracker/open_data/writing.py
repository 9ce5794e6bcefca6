"""Writing a release into a folder: each table as CSV, all as JSON, and one ZIP of everything.

Rows go to disk as they come, so that a register of any size takes little memory.
"""

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self, TextIO

from equity_tracker.model.csv_file import safe_cell
from equity_tracker.open_data import package
from equity_tracker.open_data.package import Edition, FileFacts
from equity_tracker.open_data.rows import Facts, Known, Row, as_json, as_text, rows_of
from equity_tracker.open_data.tables import TABLES, Table

ZIP_NAME = "equity-tracker.zip"
JSON_NAME = "equity-tracker.json"
READ_AT_ONCE = 1024 * 1024
PERMISSIONS = 0o644 << 16


@dataclass(frozen=True)
class Written:
    """What was written: the ZIP, its hash, that of the tables alone, and how many rows each has."""

    path: Path
    hash: str
    size: int
    content_key: str
    rows: dict[str, int]


class TableFile:
    """One table while it is being written: its CSV, and the same rows as lines of JSON."""

    def __init__(self, table: Table, folder: Path, files: ExitStack) -> None:
        self.table = table
        self.path = folder / table.file_name
        self.lines_path = folder / f"{table.name}.lines"
        self.rows = 0
        # Data packages are UTF-8 without a mark at the beginning.
        self._csv: TextIO = files.enter_context(self.path.open("w", encoding="utf-8", newline=""))
        self._lines: TextIO = files.enter_context(self.lines_path.open("w", encoding="utf-8"))
        self._writer = csv.writer(self._csv, lineterminator="\r\n")
        self._writer.writerow([column.name for column in table.columns])

    def add(self, row: Row) -> None:
        columns = self.table.columns
        cells = zip(columns, row, strict=True)
        self._writer.writerow([safe_cell(as_text(column, value)) for column, value in cells])
        values = {column.name: as_json(column, value) for column, value in zip(columns, row, strict=True)}
        self._lines.write("" if self.rows == 0 else ",\n")
        self._lines.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")))
        self.rows += 1


class Writer:
    """All tables while they are being written, fed with facts of publications one after another."""

    def __init__(self, folder: Path) -> None:
        self._files = ExitStack()
        self._folder = folder
        self.tables = {name: TableFile(table, folder, self._files) for name, table in TABLES.items()}
        self._made_of: dict[str, list[TableFile]] = {}
        for file in self.tables.values():
            self._made_of.setdefault(file.table.of, []).append(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, what: str, facts: Facts, known: Known) -> None:
        for file in self._made_of.get(what, ()):
            for row in rows_of(file.table, facts, known):
                file.add(row)


def write_tables(folder: Path, told: Iterable[tuple[str, Facts]], known: Known) -> dict[str, int]:
    """Write everything that is told; return how many rows each table has."""
    with Writer(folder) as writer:
        for what, facts in told:
            writer.add(what, facts, known)
    return {name: file.rows for name, file in writer.tables.items()}


def pack(folder: Path, rows: Mapping[str, int], edition: Edition) -> Written:
    """Put the tables of a folder, written already, into one ZIP with all that describes them."""
    facts = {
        name: FileFacts(rows[name], *_hash_of(folder / table.file_name)) for name, table in TABLES.items()
    }
    _join_lines(folder, edition)
    for name, text in package.descriptions(edition, facts):
        (folder / name).write_text(text, encoding="utf-8", newline="")
    path = folder / ZIP_NAME
    names = [*package.DESCRIBING, *(table.file_name for table in TABLES.values()), JSON_NAME]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            _pack_one(archive, folder / name, edition.made_at)
    digest, size = _hash_of(path)
    key = hashlib.sha256("\n".join(f"{name} {facts[name].hash}" for name in TABLES).encode()).hexdigest()
    return Written(path, digest, size, key, dict(rows))


def _pack_one(archive: zipfile.ZipFile, path: Path, made_at: datetime) -> None:
    member = zipfile.ZipInfo(path.name, made_at.timetuple()[:6])
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, PERMISSIONS
    with path.open("rb") as source, archive.open(member, "w", force_zip64=True) as target:
        for part in iter(lambda: source.read(READ_AT_ONCE), b""):
            target.write(part)


def _join_lines(folder: Path, edition: Edition) -> None:
    """Put the lines of all tables into one JSON document, one row to a line."""
    with (folder / JSON_NAME).open("w", encoding="utf-8") as target:
        target.write(json.dumps(package.heading(edition), ensure_ascii=False)[:-1])
        target.write(', "tables": {')
        for number, table in enumerate(TABLES.values()):
            target.write(f'{"," if number else ""}\n"{table.name}": [\n')
            for part in _parts(folder / f"{table.name}.lines"):
                target.write(part)
            target.write("\n]")
        target.write("}}\n")


def _parts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as source:
        yield from iter(lambda: source.read(READ_AT_ONCE), "")


def _hash_of(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        for part in iter(lambda: source.read(READ_AT_ONCE), b""):
            digest.update(part)
            size += len(part)
    return digest.hexdigest(), size
