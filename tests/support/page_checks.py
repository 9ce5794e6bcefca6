"""What every page must keep to, whoever opens it: checked on each page that any test is shown."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import unquote

import html5lib
from lxml.html import HtmlElement, document_fromstring

VAGUE_LINKS = {"here", "click here", "more", "read more", "link", "this"}
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|\bNone\b(?! [a-z]|:)|Undefined")
# What a strict reader minds is the tags, their attributes and where there is text, not what it says.
TEXT = re.compile(r"(>\s*)[^\s<][^<]*")
VALUE = re.compile(r'="[^"]*"')
BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")


def check_page(url: str, status: int, html: str, root: HtmlElement | None = None) -> None:
    """Fail with every fault of the page at once. `root` is its tree, where somebody has read it already."""
    # The slowest thing that a test does: once for pages of one shape, and not for them on another database.
    if "TEST_DATABASE_URL" not in os.environ:
        _parse_strictly(VALUE.sub('="x"', TEXT.sub(r"\1x", html)))
        assert not BARE_AMPERSAND.search(html), f"{url}: an ampersand stands alone"
    root = document_fromstring(html) if root is None else root
    faults = [*_headings(root, status), *(fault for check in CHECKS for fault in check(root))]
    assert not faults, f"{url}\n" + "\n".join(faults)


@cache
def _parse_strictly(html: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html)


def _headings(root: HtmlElement, status: int) -> Iterator[str]:
    headings = root.xpath("//h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1 headings"
        return
    title = " ".join(words(tag) for tag in root.xpath("/html/head/title"))
    refused = status in {409, 413, 422, 429, 503} and root.xpath("//*[@data-module='govuk-error-summary']")
    begin = ("Error: " if refused else "") + words(headings[0])
    if not title.startswith(begin):
        yield f"title {title!r} does not begin with {begin!r}"
    levels = [int(tag.tag[1]) for tag in root.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading level jumps from {before} to {after}"


def _ids(root: HtmlElement) -> Iterator[str]:
    counts = Counter(root.xpath("//@id"))
    for name, count in counts.items():
        if count > 1:
            yield f"id {name!r} stands {count} times"
    for place in root.xpath("//a[starts-with(@href, '#')]/@href"):
        if place != "#" and unquote(place[1:]) not in counts:
            yield f"a link leads to {place}, which is nowhere on the page"
    for names in root.xpath("//@aria-describedby | //@aria-labelledby"):
        for name in names.split():
            if name not in counts:
                yield f"nothing has the id {name!r}"


def _labels(root: HtmlElement) -> Iterator[str]:
    labelled = set(root.xpath("//label/@for"))
    for tag in root.xpath("//select | //textarea | //input[not(@type='hidden' or @type='submit')]"):
        if tag.get("id") not in labelled and not tag.get("aria-label"):
            yield f"no label for {tag.tag} {tag.get('name')!r}"


def _tables(root: HtmlElement) -> Iterator[str]:
    for tag in root.xpath("//th[not(@scope)]"):
        yield f"table header without scope: {words(tag)[:40]!r}"
    for _ in root.xpath("//table[not(.//caption)]"):
        yield "a table without a caption"


def _images(root: HtmlElement) -> Iterator[str]:
    for tag in root.xpath("//img[not(@alt)]"):
        yield f"image without alt: {tag.get('src')}"
    for tag in root.xpath("//*[name()='svg'][not(@aria-hidden='true')]"):
        if not tag.xpath(".//*[name()='title']") and not tag.get("aria-label"):
            yield "a picture without a title"


def _forms(root: HtmlElement) -> Iterator[str]:
    for form in root.xpath("//form"):
        if form.get("method", "get").lower() == "post":
            if not form.xpath(".//input[@name='csrf_token']"):
                yield "a POST form without a token"
            if not form.get("action"):
                yield "a POST form without an action"
        if not form.xpath(".//button | .//input[@type='submit']"):
            yield "a form without a button"


def _text(root: HtmlElement) -> Iterator[str]:
    for said in root.xpath("//text()[not(parent::textarea or parent::script or parent::code)]"):
        if LEFT_OVER.search(said):
            yield f"left-over text: {said.strip()[:80]!r}"
    for tag in root.xpath("//a[@href]"):
        if not _name(tag) or _name(tag).casefold() in VAGUE_LINKS:
            yield f"link text says nothing: {words(tag)!r}"
    for tag in root.xpath("//button"):
        if not _name(tag):
            yield f"a button without words: {tag.get('name')!r}"


def _nothing_inline(root: HtmlElement) -> Iterator[str]:
    for tag in root.xpath("//*[@style]"):
        yield f"inline style on {tag.tag}"
    for _ in root.xpath("//style"):
        yield "an inline style sheet"
    for _ in root.xpath("//script[not(@src) and not(@type='application/ld+json')]"):
        yield "an inline script"
    for name in root.xpath("//@*[starts-with(name(), 'on')]"):
        yield f"{name.attrname} on {name.getparent().tag}"


def words(tag: HtmlElement) -> str:
    """Return a tag's text on one line."""
    return " ".join(tag.text_content().split())


def _name(tag: HtmlElement) -> str:
    return words(tag) or tag.get("aria-label") or ""


Check = Callable[[HtmlElement], Iterator[str]]
CHECKS: tuple[Check, ...] = (_ids, _labels, _tables, _images, _forms, _text, _nothing_inline)
