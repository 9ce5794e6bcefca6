"""What every page must keep to, whoever opens it: checked on each page that any test is shown."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import html5lib
from bs4 import Tag

if TYPE_CHECKING:
    from tests.support.page import Page

VAGUE_LINKS = {"here", "click here", "more", "read more", "link", "this"}
LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|\bNone\b(?! [a-z])|Undefined")
UNLABELLED = {"hidden", "submit", "button"}


def check_page(page: Page) -> None:
    """Fail with every fault of the page at once."""
    html5lib.HTMLParser(strict=True).parse(page.response.text)
    faults = [fault for check in CHECKS for fault in check(page)]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def _headings(page: Page) -> list[str]:
    found = page.soup.select("h1")
    if len(found) != 1:
        return [f"{len(found)} h1 headings"]
    faults = []
    heading = " ".join(found[0].get_text().split())
    title = " ".join((page.soup.title.get_text() if page.soup.title else "").split())
    begin = "Error: " if page.status == 422 and page.error_list else ""
    if not title.startswith(begin + heading):
        faults.append(f"title {title!r} does not begin with {begin + heading!r}")
    levels = [int(tag.name[1]) for tag in page.soup.select("h1, h2, h3, h4, h5, h6")]
    faults += [
        f"heading level jumps from {before} to {after}"
        for before, after in pairwise(levels)
        if after > before + 1
    ]
    return faults


def _ids(page: Page) -> list[str]:
    counts = Counter(tag["id"] for tag in page.soup.select("[id]"))
    faults = [f"id {name!r} stands {count} times" for name, count in counts.items() if count > 1]
    named = [
        name
        for attribute in ("aria-describedby", "aria-labelledby")
        for tag in page.soup.select(f"[{attribute}]")
        for name in str(tag[attribute]).split()
    ]
    return faults + [f"nothing has the id {name!r}" for name in named if name not in counts]


def _labels(page: Page) -> list[str]:
    labelled = {str(label["for"]) for label in page.soup.select("label[for]")}
    return [
        f"no label for {tag.name} {tag.get('name')!r}"
        for tag in page.soup.select("input, select, textarea")
        if tag.get("type") not in UNLABELLED and tag.get("id") not in labelled and not tag.get("aria-label")
    ]


def _tables(page: Page) -> list[str]:
    faults = [
        f"table header without scope: {tag.get_text()[:40]!r}" for tag in page.soup.select("th:not([scope])")
    ]
    return faults + [
        "a table without a caption" for tag in page.soup.select("table") if not tag.find("caption")
    ]


def _images(page: Page) -> list[str]:
    faults = [f"image without alt: {tag.get('src')}" for tag in page.soup.select("img:not([alt])")]
    unnamed = [
        tag
        for tag in page.soup.select("svg")
        if tag.get("aria-hidden") != "true" and not tag.find("title") and not tag.get("aria-label")
    ]
    return faults + ["a picture without a title" for _ in unnamed]


def _forms(page: Page) -> list[str]:
    faults = []
    for form in page.soup.select("form"):
        if str(form.get("method", "get")).lower() == "post":
            if not form.select_one("input[name=csrf_token]"):
                faults.append("a POST form without a token")
            if not form.get("action"):
                faults.append("a POST form without an action")
        if not form.select_one("button, input[type=submit]"):
            faults.append("a form without a button")
    return faults


def _text(page: Page) -> list[str]:
    faults = [
        f"left-over text: {str(tag).strip()[:80]!r}"
        for tag in page.soup.find_all(string=LEFT_OVER)
        if tag.parent and tag.parent.name not in {"textarea", "script", "code"}
    ]
    faults += [
        f"link text says nothing: {tag.get_text()!r}"
        for tag in page.soup.select("a[href]")
        if not _name(tag) or _name(tag).casefold() in VAGUE_LINKS
    ]
    faults += [f"a button without words: {tag}" for tag in page.soup.select("button") if not _name(tag)]
    return faults


def _name(tag: Tag) -> str:
    return " ".join(tag.get_text().split()) or str(tag.get("aria-label") or "")


def _nothing_inline(page: Page) -> list[str]:
    faults = [f"inline style on {tag.name}" for tag in page.soup.select("[style]")]
    faults += ["an inline style sheet" for _ in page.soup.select("style")]
    faults += ["an inline script" for tag in page.soup.select("script") if not tag.get("src")]
    faults += [
        f"{name} on {tag.name}"
        for tag in page.soup.find_all(True)
        for name in tag.attrs
        if name.startswith("on")
    ]
    return faults


CHECKS = (_headings, _ids, _labels, _tables, _images, _forms, _text, _nothing_inline)
