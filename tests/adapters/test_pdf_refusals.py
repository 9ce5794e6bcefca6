"""What the renderer must not do: go out, read what is not ours, or go on for ever."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from equity_tracker.adapters import pdf_child
from equity_tracker.adapters.pdf import (
    PART_LIMITS,
    PROJECT,
    Assets,
    Limits,
    RenderFailed,
    RenderRefused,
    render,
)

MADE_AT = datetime(2027, 9, 29, tzinfo=UTC)
TOO_LARGE = "This report is too large; choose fewer commitments"


def document(body: str, head: str = "") -> str:
    return (
        f'<html lang="en"><head><title>Report</title>{head}</head><body><h1>Report</h1>{body}</body></html>'
    )


def order(html: str) -> dict[str, object]:
    return {"html": html, "extra": {}, "made_at": MADE_AT.isoformat(), "pages": 60}


class Canary(HTTPServer):
    hits = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class CountHits(BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        self.server.hits += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with Canary(("127.0.0.1", 0), CountHits) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


WAYS_OUT = {
    "stylesheet": ("", '<link rel="stylesheet" href="URL">'),
    "import": ("", '<style>@import "URL";</style>'),
    "font": ("<p>words</p>", '<style>@font-face{font-family:f;src:url("URL")}p{font-family:f}</style>'),
    "background": ("", '<style>body{background:url("URL")}</style>'),
    "generated content": ("", '<style>h1::after{content:url("URL")}</style>'),
    "list marker": ("<ul><li>x</li></ul>", '<style>li{list-style-image:url("URL")}</style>'),
    "picture": ('<img alt="x" src="URL">', ""),
    "embedded": ('<embed type="image/png" src="URL">', ""),
    "object": ('<object type="image/png" data="URL"></object>', ""),
    "picture in a chart": (
        '<svg viewBox="0 0 9 9"><title>t</title><image href="URL" width="9" height="9"/></svg>',
        "",
    ),
    "attachment": ("", '<link rel="attachment" href="URL">'),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_document_that_reaches_out_is_stopped_before_anything_leaves(way: str, canary: Canary) -> None:
    body, head = WAYS_OUT[way]
    for address in (f"{canary.address}/canary", "file:///etc/passwd"):
        with pytest.raises((FatalURLFetchingError, pdf_child.AtFault)):
            pdf_child.make_pdf(order(document(body, head).replace("URL", address)))
    assert canary.hits == 0


WAYS_IN = {
    "attached link": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "base": '<base href="file:///etc/"><a href="passwd">x</a>',
    "shape": '<svg viewBox="0 0 9 9"><title>t</title><use href="file:///etc/passwd#a"/></svg>',
    "frame": '<iframe src="file:///etc/passwd"></iframe>',
    "script": "<script>app.launchURL('file:///etc/passwd')</script>",
    "form": '<form action="file:///etc/passwd"><input name="x" value="y"></form>',
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_what_the_renderer_does_not_follow_is_not_in_the_file_either(way: str) -> None:
    made = pdf_child.make_pdf(order(document(WAYS_IN[way])))
    with pikepdf.open(BytesIO(made)) as pdf:
        found = " ".join(str(part) for part in pdf.objects)

    for word in ("/EmbeddedFile", "/JavaScript", "/Launch", "/URI", "passwd", "root:"):
        assert word not in found


NOT_ASSETS = [
    "http://127.0.0.1/x.css", "https://example.org/x.css", "file:///etc/passwd", "ftp://127.0.0.1/x",
    "data:text/css,p{}", "asset:../config.py", "asset:/etc/passwd", "asset:css/../../config.py", "asset:css",
    "asset:css/report.css?x", "asset:css/report.css/", "asset:%2e%2e/config.py", "asset:no/such.css",
    "asset:", "report.css", "//127.0.0.1/x.css", "ASSET:css/report.css", "asset:css/report.css\n",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_ASSETS)
def test_only_our_own_assets_are_served(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf_child.PackageAssets({}).fetch(address)


def test_an_asset_that_was_handed_in_goes_before_a_file_of_ours() -> None:
    fetcher = pdf_child.PackageAssets({"css/report.css": b"p {}"})

    assert fetcher.fetch("asset:css/report.css").read() == b"p {}"
    assert b"@page" in pdf_child.PackageAssets({}).fetch("asset:css/report.css").read()


FAULTS = {
    "language": "<html><head><title>t</title></head><body><h1>x</h1></body></html>",
    "title": '<html lang="en"><head><title> </title></head><body><h1>x</h1></body></html>',
    "first heading": document("<h1>again</h1>"),
    "picture": document('<img src="asset:plan.svg">'),
    "chart": document('<svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'),
}


@pytest.mark.parametrize("word", FAULTS)
def test_a_document_that_cannot_be_listened_to_is_at_fault(word: str) -> None:
    with pytest.raises(pdf_child.AtFault, match=word):
        pdf_child.make_pdf(order(FAULTS[word]))


def test_the_reason_comes_back_from_the_child() -> None:
    with pytest.raises(RenderFailed, match=r"asks for 'http://127\.0\.0\.1/x\.png', which is no asset"):
        render(document('<img alt="x" src="http://127.0.0.1/x.png">'), assets=Assets(), made_at=MADE_AT)


BOMBS = {
    "a cell across 100,000 columns": ("<table><tr><td colspan=100000>x</td></tr></table>", Limits(seconds=1)),
    "a million characters": (f"<p>{'word ' * 200_000}</p>", Limits(seconds=1)),
    "nesting": ("<div>" * 500 + "x", PART_LIMITS),
    "pages": ("<p style='break-before:page'>x</p>" * 3, Limits(pages=2)),
    "memory": (f"<p>{'word ' * 2_000}</p>" * 20, Limits(memory_bytes=90 * 1024 * 1024)),
    "length": ("x" * 3_000_001, PART_LIMITS),
}


@pytest.mark.thorough
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_words_and_leaves_nothing_behind(
    bomb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    body, limits = BOMBS[bomb]
    with pytest.raises(RenderRefused) as refusal:
        render(document(body), assets=Assets(), made_at=MADE_AT, limits=limits)

    assert refusal.value.message == TOO_LARGE
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_part_may_take_thirty_seconds_half_a_gibibyte_and_sixty_pages() -> None:
    assert (PART_LIMITS.seconds, PART_LIMITS.memory_bytes, PART_LIMITS.pages) == (30, 512 * 1024**2, 60)


@pytest.mark.thorough
def test_the_child_cannot_connect_or_start_programs_and_gives_way_to_others() -> None:
    program = (
        "import os, resource, socket, subprocess\n"
        "from equity_tracker.adapters.pdf_child import limit_ourselves\n"
        "limit_ourselves({'seconds': 30, 'wall_seconds': 90, 'memory_bytes': 2**29})\n"
        "print(os.nice(0), resource.getrlimit(resource.RLIMIT_DATA)[0] == 2**29)\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: subprocess.run(['true'])):\n"
        "    try:\n"
        "        print(act())\n"
        "    except PermissionError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == [
        f"{min(os.nice(0) + 10, 19)} True",
        "A renderer may not use socket.getaddrinfo",
        "A renderer may not use subprocess.Popen",
    ]


def test_a_date_without_a_time_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render(document(""), assets=Assets(), made_at=MADE_AT.replace(tzinfo=None))
