"""What a report costs to print: 50 pages beside bare WeasyPrint, and 300 pages by parts.

    .venv/bin/python -m benchmarks.reports

Times are those of the processor, of all processes that the printing starts, in rounds, every second one
backwards. While the 300 pages are printed, the memory of the whole job is watched, and a web server is asked
for pages before, during and after.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.long_report import MADE_AT, application, long_report
from benchmarks.web_meanwhile import Web, web_server
from equity_tracker.adapters.pdf import JOB_LIMITS, PART_LIMITS, Assets, render, render_long
from equity_tracker.adapters.pdf_pages import count_pages

ROUNDS = 3
ORGANISATIONS_OF_50_PAGES, ORGANISATIONS_OF_300_PAGES = 11, 74
BARE, LONG, MEMORY, WEB = 1.3, 1.5, 700_000_000, 1.25
# A busy machine gets more time than a worker would: what is measured is the processor.
PATIENT = replace(PART_LIMITS, seconds=120, wall_seconds=1200)
PATIENT_JOB = replace(JOB_LIMITS, part=PATIENT, seconds=1200, wall_seconds=3600)
BARE_PROGRAM = """
import sys
from weasyprint import HTML
from equity_tracker.adapters.pdf_child import PackageAssets
html = HTML(string=sys.stdin.read(), base_url="asset:", url_fetcher=PackageAssets({}))
sys.stdout.buffer.write(html.write_pdf())
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="equity-tracker-reports-") as folder:
        app = application(Path(folder))
        short = long_report(app, ORGANISATIONS_OF_50_PAGES)
        long = long_report(app, ORGANISATIONS_OF_300_PAGES)
        per_page = compare_with_bare(short)
        print("Loading the demonstration into a web server of its own …", flush=True)
        with web_server(Path(folder)) as web:
            print_long(long, per_page, web)


def compare_with_bare(html: str) -> float:
    """Return what one of its pages costs."""
    bare: list[float] = []
    ours: list[float] = []
    made: list[bytes] = []
    tasks: list[tuple[list[float], Callable[[], bytes]]] = [
        (bare, lambda: _print_bare(html)),
        (ours, lambda: render(html, assets=Assets(), made_at=MADE_AT, limits=PATIENT)),
    ]
    for number in range(ROUNDS):
        for costs, task in tasks if number % 2 == 0 else reversed(tasks):
            before = _processor()
            made.append(task())
            costs.append(_processor() - before)
        print(f"Round {number + 1} of {ROUNDS}", flush=True)
    pages = count_pages(made[1])
    ratio = median(own / floor for own, floor in zip(ours, bare, strict=True))
    print(f"\n{'':<56}{'measured':>10}{'target':>9}")
    a_page = [f"{median(costs) / pages * 1000:.0f} ms" for costs in (ours, bare)]
    print(f"{pages} pages: {a_page[0]} a page; bare {a_page[1]}")
    _verdict(f"{pages} pages ÷ bare WeasyPrint on the same HTML", ratio, BARE)
    return median(ours) / pages


def print_long(html: str, per_page: float, web: Web) -> None:
    before = web.ask_for_a_while()
    printing = _Printing(html)
    with _watching_memory() as peak:
        printing.start()
        during = web.ask_while(printing.is_alive)
        printing.join()
    after = web.ask_for_a_while()
    pages = count_pages(printing.made)
    a_page = printing.cost / pages
    print(f"{pages} pages by parts: {a_page * 1000:.0f} ms a page, {len(printing.made) / 1e6:.1f} MB")
    _verdict(f"{pages} pages by parts, each ÷ one of the short report", a_page / per_page, LONG)
    _verdict("Memory of the whole job, MB", peak[0] / 1e6, MEMORY / 1e6)
    around = median([*before, *after])
    print(f"The web: {around * 1000:.1f} ms before and after, {median(during) * 1000:.1f} ms meanwhile (p50)")
    _verdict("Median answer of the web meanwhile ÷ before and after", median(during) / around, WEB)


class _Printing(threading.Thread):
    """The job, in a thread of its own, so that what else goes on here is not counted."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.made = b""
        self.cost = 0.0

    def run(self) -> None:
        before = _processor()
        self.made = render_long(self.html, assets=Assets(), made_at=MADE_AT, job_limits=PATIENT_JOB)
        self.cost = _processor() - before


def _verdict(what: str, measured: float, target: float) -> None:
    said = "met" if measured <= target else "MISSED"
    print(f"{what:<56}{measured:>10.2f}{target:>9.2f}  {said}", flush=True)


def _print_bare(html: str) -> bytes:
    command = [sys.executable, "-c", BARE_PROGRAM]
    done = subprocess.run(command, input=html.encode(), capture_output=True, check=True)  # noqa: S603 - ours
    return done.stdout


def _processor() -> float:
    """Seconds of the processor that this thread has used, and children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.thread_time() + children.ru_utime + children.ru_stime


@contextmanager
def _watching_memory() -> Iterator[list[int]]:
    """Yield what all processes of the job hold at most: we, and whichever child is printing."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], sum(_resident(process) for process in ("self", *_printing())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _printing() -> Iterator[str]:
    """The children of ours that print."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text().rsplit(")", 1)[1].split()[1]
            if int(parent) == os.getpid() and b"adapters.pdf_" in (process / "cmdline").read_bytes():
                yield process.name
        except OSError:
            """It has ended since it was listed."""


def _resident(process: str) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
