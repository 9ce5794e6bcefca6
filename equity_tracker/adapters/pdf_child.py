"""The process that lays out one document or one part of it: WeasyPrint, then the tags. Started by `pdf`.

It reads an order (JSON) from standard input and writes the PDF to standard output, or the reason why there
is none to standard error. Of a part, a line of JSON goes before it: what `pdf_join` must know.
"""

import base64
import json
import logging
import mimetypes
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from equity_tracker.adapters.pdf_limits import AtFault, Order, TooLarge, limit_ourselves, serve
from equity_tracker.adapters.pdf_part import ToPrint
from equity_tracker.adapters.pdf_tags import tidy

__all__ = ["AtFault", "PackageAssets", "check", "limit_ourselves", "make_pdf"]

STATIC = Path(__file__).resolve().parents[1] / "static"
VARIANT = "pdf/ua-1"
ASSET = re.compile(r"asset:([a-z0-9-]+(?:/[a-z0-9-]+)*\.[a-z0-9]+)")
# A small picture that came within the document itself.
PICTURE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/]+=*)")
LINK = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
SVG = "{http://www.w3.org/2000/svg}"


class PackageAssets(URLFetcher):  # type: ignore[misc]
    """Serves our own static files and what came with the order. Any other address stops the rendering."""

    def __init__(self, extra: Mapping[str, bytes], change: Callable[[str], str] | None = None) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)
        self.extra = extra
        # What is done to a stylesheet before it is used.
        self.change = change

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
        if self.change is not None and kind == "text/css":
            data = self.change(data.decode()).encode()
        return URLFetcherResponse(url, data, {"Content-Type": kind})


class StopAtFailures(logging.Handler):
    """WeasyPrint leaves out what it cannot draw and only says so in its log. A report must be whole."""

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith("Failed to"):
            raise AtFault(record.getMessage())


STOP_AT_FAILURES = StopAtFailures()


def make_pdf(order: Order) -> bytes:
    logging.getLogger("weasyprint").addHandler(STOP_AT_FAILURES)
    extra = {name: base64.b64decode(data) for name, data in order["extra"].items()}
    return _make_part(order, extra) if "part" in order else _make_whole(order, extra)


def _make_whole(order: Order, extra: Mapping[str, bytes]) -> bytes:
    html = HTML(string=order["html"], base_url="asset:", url_fetcher=PackageAssets(extra))
    check(html.etree_element)
    document = html.render(pdf_variant=VARIANT)
    if len(document.pages) > order["pages"]:
        raise TooLarge
    document.metadata.created = document.metadata.modified = order["made_at"]
    made, _ = tidy(document.write_pdf(pdf_variant=VARIANT))
    return made


def _make_part(order: Order, extra: Mapping[str, bytes]) -> bytes:
    part = ToPrint(order)
    fetcher = PackageAssets(extra, part.change_css)
    html = HTML(string=order["html"], base_url="asset:", url_fetcher=fetcher)
    check(html.etree_element)
    document = part.lay_out(html, VARIANT)
    if len(document.pages) > order["pages"]:
        raise TooLarge
    document.metadata.created = document.metadata.modified = order["made_at"]
    made, stamps = tidy(document.write_pdf(pdf_variant=VARIANT), part=part.number)
    told = {**part.told(document), "stamps": stamps, "seconds": time.process_time()}
    return json.dumps(told).encode() + b"\n" + made


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


if __name__ == "__main__":
    sys.exit(serve(make_pdf, faults=(AtFault, FatalURLFetchingError)))
