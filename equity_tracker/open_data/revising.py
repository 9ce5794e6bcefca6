"""Leaving out of an old release what has been taken back since, whatever its format was.

Rows that name what is gone go; nothing else changes but what is counted and hashed.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, BinaryIO

from equity_tracker.open_data.package import DICTIONARY, PACKAGE, READ_ME

READ_AT_ONCE = 1024 * 1024
# Of a commitment that stays: what a check-in that is gone had said.
FROM_CHECK_INS = ("reporting_light", "delivery_light", "last_reported_on", "next_due_on")
NAMES_ROWS = "_id"


@dataclass(frozen=True)
class Gone:
    """The ids of what is gone, and of commitments of which something is."""

    ids: frozenset[str]
    touched: frozenset[str]

    def takes(self, row: dict[str, Any]) -> bool:
        return any(value in self.ids for name, value in row.items() if name.endswith(NAMES_ROWS))

    def cleared(self, row: dict[str, Any], nothing: str | None) -> dict[str, Any]:
        """Return the row without what came from check-ins, where those are gone."""
        if "delivery_light" not in row or row["commitment_id"] not in self.touched:
            return row
        return row | {name: nothing for name in FROM_CHECK_INS if name in row}


@dataclass(frozen=True)
class Revised:
    """The new file: its hash, its length, and how many rows each table has."""

    hash: str
    size: int
    rows: dict[str, int]


def revise(source: BinaryIO, target: Path, gone: Gone, today: date) -> Revised:
    """Write the ZIP anew, member by member."""
    tables: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        described = json.loads(old.read(PACKAGE))
        paths = {row["path"]: row["name"] for row in described["resources"]}
        for member in old.infolist():
            if member.filename in paths:
                tables[paths[member.filename]] = _copy(old, new, member, lambda file: _csv(file, gone))
            elif member.filename.endswith(".json") and member.filename != PACKAGE:
                _copy(old, new, member, lambda file: _json(file, gone))
            elif member.filename == DICTIONARY:
                _copy(old, new, member, _as_it_is)
        described["resources"] = [row | tables[row["name"]] for row in described["resources"]]
        described["revised"] = today.isoformat()
        new.writestr(_like(old.getinfo(PACKAGE)), json.dumps(described, ensure_ascii=False, indent=1) + "\n")
        said = f"Revised {today.isoformat()}: what has been taken back since is left out.\n"
        new.writestr(_like(old.getinfo(READ_ME)), old.read(READ_ME).decode() + said)
    digest = hashlib.sha256()
    with target.open("rb") as file:
        for part in iter(lambda: file.read(READ_AT_ONCE), b""):
            digest.update(part)
    rows = {name: facts["rows"] for name, facts in tables.items()}
    return Revised(digest.hexdigest(), target.stat().st_size, rows)


Lines = Callable[[IO[str]], Iterator[tuple[str, int]]]


def _copy(
    old: zipfile.ZipFile, new: zipfile.ZipFile, member: zipfile.ZipInfo, lines: Lines
) -> dict[str, Any]:
    """Copy a member line by line; return its hash, its length and how many rows it has."""
    digest, size, rows = hashlib.sha256(), 0, 0
    with (
        old.open(member) as raw,
        io.TextIOWrapper(raw, "utf-8", newline="") as text,
        new.open(_like(member), "w", force_zip64=True) as target,
    ):
        for line, counts in lines(text):
            part = line.encode()
            target.write(part)
            digest.update(part)
            size, rows = size + len(part), rows + counts
    return {"bytes": size, "hash": f"sha256:{digest.hexdigest()}", "rows": rows}


def _like(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(member.filename, member.date_time)
    made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED, member.external_attr
    return made


def _as_it_is(text: IO[str]) -> Iterator[tuple[str, int]]:
    for line in text:
        yield line, 1


def _csv(text: IO[str], gone: Gone) -> Iterator[tuple[str, int]]:
    reader = csv.reader(text)
    header = next(reader)
    yield _line(header), 0
    for cells in reader:
        row = dict(zip(header, cells, strict=True))
        if not gone.takes(row):
            yield _line(list(gone.cleared(row, "").values())), 1


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _json(text: IO[str], gone: Gone) -> Iterator[tuple[str, int]]:
    """The file has one row to a line, between lines that begin and end a table."""
    yield next(iter(text)), 0
    has_rows = False
    for line in text:
        if not line.startswith("{"):
            # The end of a table stands on a line of its own.
            yield ("\n" if line.startswith("]") and has_rows else "") + line, 0
            has_rows = False
            continue
        row = json.loads(line.rstrip().removesuffix(","))
        if not gone.takes(row):
            said = json.dumps(gone.cleared(row, None), ensure_ascii=False, separators=(",", ":"))
            yield (",\n" if has_rows else "") + said, 1
            has_rows = True
