"""What a browser is sent for the list when it comes for the first time, packed as it asks for it."""

import gzip
import http.client
import re
from urllib.parse import urljoin, urlsplit

import brotli
from bs4 import BeautifulSoup

from benchmarks.processes import Process
from benchmarks.verdicts import Verdicts

LIST = "/commitments"
MOST_KILOBYTES = 60
_IN_STYLE = re.compile(r"""url\(["']?([^"')]+)""")
_IN_SCRIPT = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)""")


def main(product: Process, verdicts: Verdicts) -> None:
    """Fetch the page, and all that it names: styles, scripts, fonts, pictures."""
    page = _fetch(product, LIST)
    named = {urljoin(LIST, name) for name in _named(page.text)}
    elsewhere = {name for name in named if urlsplit(name).netloc}
    whole, kinds = page.length, {"page": page.length}
    waiting, seen = sorted(named - elsewhere), set(elsewhere)
    preloaded = {name for name in named if name.endswith(".woff2")}
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        got = _fetch(product, name)
        whole += got.length
        kind = name.rpartition(".")[2]
        kinds[kind] = kinds.get(kind, 0) + got.length
        # Of the fonts that a style names, a browser takes those that the page shows: it names them itself.
        further = {urljoin(name, each) for each in got.references()}
        waiting += [each for each in further if not each.endswith(".woff2") or each in preloaded]
    parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in kinds.items())
    verdicts.at_most(9, f"list in all ({parts})", round(whole / 1000, 1), MOST_KILOBYTES, " kB")
    verdicts.at_most(9, "requests elsewhere", len(elsewhere), 0)


class _Got:
    """One answer: its length with headers as it was sent, and its text."""

    def __init__(self, name: str, response: http.client.HTTPResponse) -> None:
        body = response.read()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{name} answered {response.status}")
        self.length = len(body) + len(str(response.headers))
        self.kind = response.headers.get_content_type()
        self.text = _unpacked(body, response.headers.get("Content-Encoding", ""))

    def references(self) -> list[str]:
        if self.kind == "text/css":
            return [name for name in _IN_STYLE.findall(self.text) if not name.startswith("data:")]
        return _IN_SCRIPT.findall(self.text) if "javascript" in self.kind else []


def _fetch(product: Process, name: str) -> _Got:
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=60)
    connection.request("GET", name, headers={"Accept-Encoding": "br, gzip"})
    got = _Got(name, connection.getresponse())
    connection.close()
    return got


def _unpacked(body: bytes, encoding: str) -> str:
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return body.decode(errors="replace")


def _named(page: str) -> list[str]:
    """Return what a browser fetches of itself: not what a link leads to, nor the icon for a home screen."""
    soup = BeautifulSoup(page, "lxml")
    links = soup.select("link[rel=stylesheet], link[rel=preload], link[rel=icon]")
    return [str(tag["href"]) for tag in links] + [str(tag["src"]) for tag in soup.select("[src]")]
