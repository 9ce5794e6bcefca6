"""What is done to one part of a long document before and after it is laid out, so that parts join.

Numbers that are not known yet are printed as ten digits each, which `pdf_join` replaces (see `pdf_stamps`);
links to other parts are printed as addresses of their own kind, which it leads to the right page.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from weasyprint import HTML, Document, Page
from weasyprint.pdf.fonts import Font

from equity_tracker.adapters.pdf_cut import ELSEWHERE, NUMBER_OF_THE_FRONT
from equity_tracker.adapters.pdf_limits import AtFault, Order
from equity_tracker.adapters.pdf_stamps import PAGE, PAGES

PRELUDE = "et-prelude"
"""The name of the pages that hold the copy of the cover: they are not printed."""
POINTS_PER_PIXEL = 0.75
MOST_GLYPHS_WHOLE = 1_000
"""Fonts of ours have 280. One of the system's is cut down to what is used, in each part."""
MOST_TRIES = 4

CHANGES = (
    (re.compile(r"target-counter\(\s*attr\(href\)\s*,\s*page\s*\)"), "attr(data-page)"),
    (re.compile(r"\bcounter\(\s*page\s*\)"), f'"{PAGE}"'),
    (re.compile(r"\bcounter\(\s*pages\s*\)"), f'"{PAGES}"'),
)


class ToPrint:
    """One part: the order for it, and what becomes of it."""

    def __init__(self, order: Order) -> None:
        self.number: int = order["part"]
        self.is_front = self.number == NUMBER_OF_THE_FRONT
        self.anchors: Mapping[str, int] = {name: place for place, name in enumerate(order["anchors"])}
        # Pages of anchors in other parts, counted from the end of the front.
        self.pages_of: Mapping[str, int] = order["pages_of"]

    def change_css(self, css: str) -> str:
        for pattern, instead in CHANGES:
            css = pattern.sub(instead, css)
        return css

    def lay_out(self, html: HTML, variant: str) -> Document:
        root: Element = html.etree_element
        for style in root.iter("style"):
            style.text = self.change_css(style.text or "")
        links = self._lead_elsewhere(root)
        Font.subset = _subset_large_fonts
        if self.is_front:
            return self._lay_out_front(html, links, variant)
        cover = _first_in_body(root)
        cover.set("style", f"{cover.get('style', '')}; page: {PRELUDE}; break-after: page")
        document = html.render(pdf_variant=variant)
        printed = [page for page in document.pages if _name(page) != PRELUDE]
        if any(_begins(page) is not cover for page in document.pages if page not in printed):
            raise AtFault("Something stands on a page with the copy of the cover")
        return document.copy(printed)

    def _lead_elsewhere(self, root: Element) -> list[tuple[Element, str]]:
        """Give links to other parts an address; return all links within the document."""
        here = {element.get("id") for element in root.iter() if "id" in element.attrib}
        if not self.is_front:
            here -= {element.get("id") for element in _first_in_body(root).iter() if "id" in element.attrib}
        links = []
        for link in root.iter("a"):
            name = unquote(link.get("href", ""))
            if not name.startswith("#"):
                continue
            links.append((link, name[1:]))
            if name[1:] not in here and name[1:] in self.anchors:
                link.set("href", f"{ELSEWHERE}{self.anchors[name[1:]]}")
        return links

    def _lay_out_front(self, html: HTML, links: list[tuple[Element, str]], variant: str) -> Document:
        """Print it again until the page numbers in its contents are those of its own pages and all others."""
        supposed = None
        for _ in range(MOST_TRIES):
            document = html.render(pdf_variant=variant)
            length = len(document.pages)
            pages = {name: length + page + 1 for name, page in self.pages_of.items()}
            pages.update({name: place[0] + 1 for name, place in _anchors(document).items()})
            if pages == supposed:
                return document
            for link, name in links:
                link.set("data-page", str(pages.get(name, "")))
            supposed = pages
        raise AtFault("The page numbers in the contents change the pages they name")

    def told(self, document: Document) -> dict[str, Any]:
        return {
            "pages": len(document.pages),
            "anchors": _anchors(document),
            "bookmarks": [
                (level, label, number, *_point(page, *place), state)
                for number, page in enumerate(document.pages)
                for level, label, place, state in page.bookmarks
            ],
        }


def _anchors(document: Document) -> dict[str, tuple[int, float, float]]:
    found: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (left, top, _, _) in page.anchors.items():
            found.setdefault(name, (number, *_point(page, left, top)))
    return found


def _first_in_body(root: Element) -> Element:
    return next(child for body in root.iter("body") for child in body)


def _begins(page: Page) -> Element | None:
    """The one child of body that is on the page; none if there are more."""
    (html, *_) = page._page_box.children  # noqa: SLF001 - WeasyPrint tells it in no other way
    elements = {id(box.element): box.element for body in html.children for box in body.children}
    return next(iter(elements.values())) if len(elements) == 1 else None


def _name(page: Page) -> str:
    name: str = page._page_box.page_type.name  # noqa: SLF001 - WeasyPrint tells it in no other way
    return name


def _point(page: Page, left: float, top: float) -> tuple[float, float]:
    """WeasyPrint measures pixels from the top of the page; PDF, points from its foot."""
    return round(left * POINTS_PER_PIXEL, 3), round((page.height - top) * POINTS_PER_PIXEL, 3)


_SUBSET = Font.subset


def _subset_large_fonts(font: Font, to_unicode: dict[int, str], hinting: bool) -> None:  # noqa: FBT001 - as it is called
    """Leave small fonts whole: then they are the same in each part, and `pdf_join` keeps one."""
    if font.glyph_count > MOST_GLYPHS_WHOLE:
        _SUBSET(font, to_unicode, hinting)
