"""The way to pages, by their links."""

import html
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from tests.journeys.pages import Stop

HREF = re.compile(r'<a [^>]*href="([^"#]*)')


class Guide:
    """Finds the way to pages by their links. What a person was shown once on the way is remembered."""

    def __init__(self, routes: MapAdapter) -> None:
        self.routes = routes
        self.shown: dict[tuple[str, str], list[str]] = {}

    def address_of(self, stop: Stop, context: BrowserContext) -> str:
        """Follow links as far as the page, and return its address; fail where no link leads on."""
        for address in self._ways(stop.start, stop.through, stop, context):
            if not stop.through or self._is_still_there(address + stop.tail, context):
                return address + stop.tail
        raise AssertionError(f"no link leads from {stop.start} through {stop.through} {dict(stop.having)}")

    def _ways(
        self, address: str, through: tuple[str, ...], stop: Stop, context: BrowserContext
    ) -> Iterator[str]:
        if not through:
            yield address
            return
        for link in self._links(address, stop.who, context):
            endpoint, arguments = self._match(link)
            if endpoint == through[0] and (len(through) > 1 or stop.having.items() <= arguments.items()):
                yield from self._ways(link, through[1:], stop, context)

    def _links(self, address: str, who: str, context: BrowserContext) -> list[str]:
        """Return where the links of a page lead, each once."""
        if (who, address) not in self.shown:
            body = context.request.get(address).text()
            links = (urljoin(address, html.unescape(href)) for href in HREF.findall(body))
            self.shown[who, address] = list(dict.fromkeys(links))
        return self.shown[who, address]

    @staticmethod
    def _is_still_there(address: str, context: BrowserContext) -> bool:
        """Say no to what another journey has finished meanwhile, as a draft: its page leads elsewhere."""
        status = context.request.get(address, max_redirects=0).status
        return status not in range(300, 400)

    def _match(self, link: str) -> tuple[str, Mapping[str, str]]:
        try:
            return self.routes.match(urlsplit(link).path)
        except (HTTPException, RequestRedirect):
            return "", {}
