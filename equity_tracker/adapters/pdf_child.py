"""The process that lays out one document: limits first, then WeasyPrint, then the tags. Started by `pdf`.

It reads an order (JSON) from standard input and writes the PDF to standard output, or the reason why there
is none to standard error.
"""

import base64
import json
import logging
import math
import mimetypes
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from equity_tracker.adapters.pdf import TOO_LARGE
from equity_tracker.adapters.pdf_tags import tidy

STATIC = Path(__file__).resolve().parents[1] / "static"
VARIANT = "pdf/ua-1"
ASSET = re.compile(r"asset:([a-z0-9-]+(?:/[a-z0-9-]+)*\.[a-z0-9]+)")
# A small picture that came within the document itself.
PICTURE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/]+=*)")
LINK = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
SVG = "{http://www.w3.org/2000/svg}"
NOT_FOR_A_RENDERER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


class TooLarge(Exception):
    """More pages than one document may have."""


class AtFault(Exception):
    """The document lacks what it must have, or asks for what it may not."""


class PackageAssets(URLFetcher):  # type: ignore[misc]
    """Serves our own static files and what came with the order. Any other address stops the rendering."""

    def __init__(self, extra: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)
        self.extra = extra

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002  # as inherited
        if match := PICTURE.fullmatch(url):
            return URLFetcherResponse(url, base64.b64decode(match[2]), {"Content-Type": match[1]})
        match = ASSET.fullmatch(url)
        if not match:
            raise FatalURLFetchingError(f"The document asks for {url[:200]!r}, which is no asset of ours")
        name = match[1]
        try:
            data = self.extra[name] if name in self.extra else (STATIC / name).read_bytes()
        except FileNotFoundError:
            raise FatalURLFetchingError(f"There is no asset {name}") from None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, data, {"Content-Type": kind})


class StopAtFailures(logging.Handler):
    """WeasyPrint leaves out what it cannot draw and only says so in its log. A report must be whole."""

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith("Failed to"):
            raise AtFault(record.getMessage())


STOP_AT_FAILURES = StopAtFailures()


def limit_ourselves(order: Mapping[str, Any]) -> None:
    """Bounds the data, not the address space: fonts are mapped, and threads reserve what they never touch.

    Measured on 40 pages of a status report: 425 MiB of addresses, 225 MiB of data, 225 MiB in memory.
    """
    # Ends us even if our parent was killed first and nobody is left to do it.
    signal.alarm(order["wall_seconds"] + 5)
    os.nice(10)
    # Loading the renderer is no fault of the document, and on a slow machine takes longer than a small one.
    seconds = math.ceil(time.process_time()) + order["seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_keep_to_ourselves)


def _keep_to_ourselves(event: str, _: object) -> None:
    if event.startswith(NOT_FOR_A_RENDERER):
        raise PermissionError(f"A renderer may not use {event}")


def make_pdf(order: Mapping[str, Any]) -> bytes:
    logging.getLogger("weasyprint").addHandler(STOP_AT_FAILURES)
    fetcher = PackageAssets({name: base64.b64decode(data) for name, data in order["extra"].items()})
    html = HTML(string=order["html"], base_url="asset:", url_fetcher=fetcher)
    check(html.etree_element)
    document = html.render(pdf_variant=VARIANT)
    if len(document.pages) > order["pages"]:
        raise TooLarge
    document.metadata.created = document.metadata.modified = order["made_at"]
    return tidy(document.write_pdf(pdf_variant=VARIANT))


def check(root: Element) -> None:
    """Refuse a document that could not be listened to; take the address off a link that is not a web link."""
    if not root.get("lang"):
        raise AtFault("The document does not say its language")
    if not (root.findtext("head/title") or "").strip():
        raise AtFault("The document has no title")
    headings = [element.tag for element in root.iter() if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    if headings[:1] != ["h1"] or headings.count("h1") > 1:
        raise AtFault("The first heading must be the h1, and there must be no other h1")
    if any(image.get("alt") is None for image in root.iter("img")):
        raise AtFault("A picture has no alt")
    for chart in root.iter(f"{SVG}svg"):
        if not chart.findtext(f"{SVG}title") and chart.get("aria-hidden") != "true":
            raise AtFault("A chart has no title and is not marked as decoration")
    for link in root.iter("a"):
        if not LINK.match(link.get("href", "#")):
            del link.attrib["href"]


def main() -> int:
    # Nothing but the PDF may reach the real standard output, whatever a library prints.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    order = json.load(sys.stdin)
    limit_ourselves(order)
    try:
        made = make_pdf(order)
    except (TooLarge, MemoryError, RecursionError):
        return TOO_LARGE
    except (AtFault, FatalURLFetchingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with answer:
        answer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
