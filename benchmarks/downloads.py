"""What a download of 10,000 commitments costs: `python -m benchmarks.downloads`.

Each file is asked for as a visitor does, and read to its end. Its processor time is compared with that of the
plain library that writes the very same rows, which lie ready in memory, in the same run:

- CSV with `csv.writer` (target 4), and how much the memory grows while it is sent;
- a workbook with XlsxWriter, which forgets each row once it is written, as the product's does (target 1.5);
- JSON with `json.dumps` of each row, only reported.

Given the address of an empty database it runs there; a server's own work is not counted then.
"""

import csv
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import xlsxwriter
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks.register import fill_some
from equity_tracker import create_app
from equity_tracker.config import Settings
from equity_tracker.extensions import db, migrations

COMMITMENTS = 10_000
ROUNDS = 5
MEGABYTE = 1_000_000
# What a busy machine may add to a ratio before it fails.
LIMIT = 1.25
MEMORY_TARGET = 10.0
# How often the memory is looked at while a file is sent.
EVERY = 200


class Case(NamedTuple):
    """One file, what it is compared with, and the target; no target when it is only reported."""

    name: str
    kind: str
    floor: str
    target: float | None
    write: Callable[[Any], object]
    read: Callable[[bytes], Any]


def main(database_url: str = "") -> bool:
    with tempfile.TemporaryDirectory(prefix="equity-tracker-benchmarks-") as folder:
        app = create_app(_settings(Path(folder), database_url))
        with app.app_context():
            migrations.upgrade()
            print(f"Filling a register of {COMMITMENTS:,} commitments …", flush=True)
            fill_some(COMMITMENTS)
            engine = db.engine.dialect.name
            db.session.close()
        is_met = _report(app, engine)
        with app.app_context():
            db.engine.dispose()
    return is_met


def _settings(folder: Path, database_url: str) -> Settings:
    return Settings.from_environment(
        {
            "SECRET_KEY": "a key for benchmarks only, and quite long enough",
            "DATABASE_URL": database_url or f"sqlite:///{folder}/downloads.db",
            "DATA_FOLDER": str(folder),
            "PUBLIC_BASE_URL": "http://127.0.0.1:8000",
            "MAIL_FROM": "equity-tracker@example.org",
        }
    )


def _report(app: Flask, engine: str) -> bool:
    print(f"\n{engine}: {COMMITMENTS:,} rows, processor time")
    print(f"{'file':<12}{'ms':>9}  {'floor':<44}{'ms':>9}{'times':>8}{'target':>8}  verdict")
    verdicts = [_report_one(app, case) for case in CASES]
    grown = _memory(app) / MEGABYTE
    verdicts.append(grown <= MEMORY_TARGET)
    words = _verdict(grown, MEMORY_TARGET)
    print(f"While the CSV was sent, memory grew by {grown:.1f} MB (target {MEMORY_TARGET:.0f} MB): {words}")
    return all(verdicts)


def _report_one(app: Flask, case: Case) -> bool:
    rows = case.read(b"".join(_ask(app, case.kind)))
    mine: list[float] = []
    floors: list[float] = []
    for number in range(ROUNDS):
        pairs = [
            (floors, lambda: case.write(rows)),
            (mine, lambda: sum(len(part) for part in _ask(app, case.kind))),
        ]
        for costs, work in pairs if number % 2 == 0 else reversed(pairs):
            costs.append(_cost(work))
    ratio = median(own / floor for own, floor in zip(mine, floors, strict=True))
    told = f"{case.target:>8.1f}  {_verdict(ratio, case.target)}" if case.target else f"{'–':>8}  reported"
    times = f"{median(mine) * 1000:>9.0f}  {case.floor:<44}{median(floors) * 1000:>9.0f}"
    print(f"{case.name:<12}{times}{ratio:>8.2f}{told}", flush=True)
    return case.target is None or ratio <= LIMIT * case.target


def _verdict(found: float, target: float) -> str:
    if found <= target:
        return "met"
    return f"missed, within the limit of {LIMIT} × target" if found <= LIMIT * target else "MISSED"


def _ask(app: Flask, kind: str) -> Iterable[bytes]:
    """Ask for the file; yield its parts as a server sends them."""
    environ = EnvironBuilder(f"/commitments.{kind}", base_url="http://127.0.0.1:8000").get_environ()
    parts, status, _ = run_wsgi_app(app.wsgi_app, environ)
    if not status.startswith("200 "):
        raise RuntimeError(f"commitments.{kind} answered {status}")
    yield from parts
    if (close := getattr(parts, "close", None)) is not None:
        close()


def _memory(app: Flask) -> int:
    """Return by how many bytes this process grew at most while the CSV was sent."""
    before = most = _resident()
    for number, _ in enumerate(_ask(app, "csv")):
        if number % EVERY == 0:
            most = max(most, _resident())
    return max(most, _resident()) - before


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _cost(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


# The same rows, by the plain library.


def _read_csv(sent: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))


def _write_csv(rows: Iterable[Sequence[str]]) -> None:
    csv.writer(io.StringIO(), lineterminator="\r\n").writerows(rows)


def _read_workbook(sent: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(sent), read_only=True)
    return list(book["Commitments"].iter_rows(values_only=True))


def _write_workbook(rows: Iterable[Sequence[Any]]) -> None:
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Commitments")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif isinstance(value, datetime):
                    sheet.write_datetime(number, place, value)
                elif value is not None:
                    sheet.write_number(number, place, value)


def _read_json(sent: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(sent)["rows"]
    return rows


def _write_json(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        json.dumps(row, ensure_ascii=False)


CASES = (
    Case("CSV", "csv", "csv.writer", 4.0, _write_csv, _read_csv),
    Case("workbook", "xlsx", "XlsxWriter, in constant memory", 1.5, _write_workbook, _read_workbook),
    Case("JSON", "json", "json.dumps, row by row", None, _write_json, _read_json),
)


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
