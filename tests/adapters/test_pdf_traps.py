"""Documents that are made to hurt, through everything that prints: each ends within its limits, in words."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from equity_tracker.adapters.pdf import (
    PROJECT,
    Assets,
    Attachment,
    JobLimits,
    Limits,
    RenderFailed,
    RenderRefused,
    make_archive,
    render_long,
)
from tests.adapters.test_pdf_refusals import TOO_LARGE, WAYS_OUT, Canary, CountHits

MADE_AT = datetime(2027, 9, 29, tzinfo=UTC)
# A page of it.
WORDS = f"<p>{'What was promised has been done in two of the places. ' * 65}</p>"


def long_document(body: str, head: str = "") -> str:
    """A document of parts, the trap in the last of them, for a press that prints two pages at a time."""
    parts = f"<section data-part style='break-before: page'><h2>Part</h2>{WORDS}</section>" * 2
    return (
        f'<html lang="en"><head><title>Report</title>{head}</head><body><header><h1>Report</h1></header>'
        f"{parts}<section data-part><h2>Trap</h2>{body}</section></body></html>"
    )


def by_parts(**limits: Any) -> JobLimits:
    return JobLimits(Limits(**{"pages": 2, "wall_seconds": 400, **limits}), wall_seconds=900)


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary(("127.0.0.1", 0), CountHits) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


BOMBS = {
    "a cell across 100,000 columns": ("<table><tr><td colspan=100000>x</td></tr></table>", {"seconds": 2}),
    "a million characters": (f"<p>{'word ' * 200_000}</p>", {"seconds": 2}),
    "a table of 5,000 rows": (
        f"<table>{'<tr><td>x</td><td>y</td></tr>' * 5_000}</table>",
        {"memory_bytes": 150 * 1024 * 1024},
    ),
    "nesting": ("<div>" * 500 + "x", {}),
}


@pytest.mark.thorough
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_in_one_part_of_a_long_report_is_refused_and_leaves_nothing_behind(
    bomb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body, limits = BOMBS[bomb]
    with pytest.raises(RenderRefused) as refusal:
        render_long(long_document(body), assets=Assets(), made_at=MADE_AT, job_limits=by_parts(**limits))

    assert refusal.value.message == TOO_LARGE
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.thorough
def test_a_job_ends_when_it_has_had_its_time_though_each_part_is_within_its_own() -> None:
    limits = JobLimits(Limits(pages=2), seconds=1)
    with pytest.raises(RenderRefused, match=TOO_LARGE):
        render_long(long_document(WORDS), assets=Assets(), made_at=MADE_AT, job_limits=limits)


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["import", "picture in a chart", "attachment"])
def test_no_part_reaches_out(way: str, canary: Canary) -> None:
    body, head = (text.replace("URL", f"{canary.address}/canary") for text in WAYS_OUT[way])
    with pytest.raises(RenderFailed):
        render_long(long_document(body, head), assets=Assets(), made_at=MADE_AT, job_limits=by_parts())

    assert canary.hits == 0


@pytest.mark.thorough
def test_what_is_not_followed_is_in_no_edition_and_what_goes_along_is_only_our_own(canary: Canary) -> None:
    body = (
        f'<p><a rel="attachment" href="file:///etc/passwd">x</a> <a href="part:0">y</a>'
        f' <a href="javascript:alert(1)">z</a></p><iframe src="{canary.address}"></iframe>'
        '<svg viewBox="0 0 9 9"><title>t</title><use href="file:///etc/passwd#a"/></svg>'
    )
    plain = render_long(long_document(body), assets=Assets(), made_at=MADE_AT, job_limits=by_parts())
    data = Attachment("../../data.csv", "text/csv", "Rows", b"a\r\n")
    archive = make_archive(plain, attachments=[data], made_at=MADE_AT)

    for made in (plain, archive):
        with pikepdf.open(BytesIO(made)) as pdf:
            found = " ".join(str(part) for part in pdf.objects)
        for word in ("/JavaScript", "/Launch", "/URI", "passwd", "root:", "part:"):
            assert word not in found
    with pikepdf.open(BytesIO(plain)) as pdf:
        assert not any("/EmbeddedFile" in str(part) for part in pdf.objects)
    with pikepdf.open(BytesIO(archive)) as pdf:
        assert [str(file.UF) for file in pdf.Root.AF] == ["data.csv"]
    assert canary.hits == 0


def test_a_child_that_is_killed_is_told_as_a_failure_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    real = subprocess.Popen

    def start(*command: Any, **how: Any) -> Any:
        child = real(*command, **how)
        threading.Timer(0.3, child.kill).start()
        return child

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(RenderFailed, match="ended by signal 9"):
        render_long(long_document(WORDS), assets=Assets(), made_at=MADE_AT, job_limits=by_parts())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    program = (
        "from datetime import UTC, datetime\n"
        "from equity_tracker.adapters.pdf import Assets, Limits, render\n"
        "html = '<html lang=en><title>t</title><h1>x</h1><p>' + 'word ' * 400_000\n"
        "print('begun', flush=True)\n"
        "limits = Limits(seconds=300, wall_seconds=300)\n"
        "render(html, assets=Assets(), made_at=datetime.now(UTC), limits=limits)\n"
    )
    environment = {"PATH": "/usr/bin", "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=PROJECT, env=environment, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        child = _wait_for(lambda: _limited_child_of(parent.pid))
        parent.send_signal(signal.SIGKILL)
    _wait_for(lambda: not Path(f"/proc/{child}").exists())


def _limited_child_of(parent: int) -> str:
    """The child, once it has read its order and gives way to others."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(words[1]) == parent and int(words[16]) > os.nice(0):
            return process.name
    return ""


def _wait_for(answer: Any) -> Any:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := answer():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen within a minute")
