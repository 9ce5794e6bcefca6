"""A page as a person reads it: by headings, links, tables, facts and forms, never by CSS class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from tests.support.client import CheckingClient

EMPTY = "<html><body></body></html>"
PRESSED = "self::button or self::input[@type='submit']"
FLASH = "//*[@role='alert' or @role='status' or (@role='region' and @aria-labelledby)]"
SAID = etree.XPath(".//text()[not(parent::script or parent::style)]")


def words(tag: HtmlElement | Tag | None) -> str:
    """Return a tag's text on one line."""
    if tag is None:
        return ""
    said = [tag.get_text(" ")] if isinstance(tag, Tag) else SAID(tag)
    return " ".join(" ".join(said).split())


@dataclass
class Link:
    """A link on the page."""

    text: str
    url: str
    client: CheckingClient

    def follow(self, *, expected: int = 200) -> Page:
        return self.client.get_url(self.url, expected=expected)


class Page:
    """One answer of the application."""

    def __init__(self, response: TestResponse, client: CheckingClient) -> None:
        self.response = response
        self.client = client
        self.status = response.status_code
        self.url = response.request.path
        self.is_html = response.mimetype == "text/html"

    @cached_property
    def root(self) -> HtmlElement:
        """The page as a tree: what everything below reads."""
        return document_fromstring(self.response.text if self.is_html else EMPTY)

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page for a test that looks at one part of it. Slow to make."""
        return BeautifulSoup(self.response.text if self.is_html else "", "lxml")

    @property
    def text(self) -> str:
        """Everything the page says."""
        return words(self._first("//body")) if self.is_html else self.response.get_data(as_text=True)

    @property
    def main(self) -> str:
        """What the page says between header and footer."""
        return words(self._first("//main"))

    @property
    def heading(self) -> str:
        return words(self._first("//h1"))

    @property
    def flash(self) -> str:
        """The message shown once after something was done."""
        return words(self._first(FLASH))

    @cached_property
    def error_list(self) -> list[str]:
        """The messages of the error summary, in order."""
        return [words(item) for item in self.root.xpath("//*[@data-module='govuk-error-summary']//li")]

    @cached_property
    def errors(self) -> dict[str, str]:
        """The messages beside the fields, by the field's name."""
        messages = [tag for tag in self.root.xpath("//*[@id]") if tag.get("id").endswith("-error")]
        return {tag.get("id").removesuffix("-error"): words(tag).removeprefix("Error: ") for tag in messages}

    def link(self, text: str) -> Link:
        """Return the link with exactly these words, or beginning with them."""
        links = [(words(tag), tag.get("href")) for tag in self.root.xpath("//a[@href]")]
        found = [url for said, url in links if said == text] or [
            url for said, url in links if said.startswith(text)
        ]
        assert found, f"no link {text!r} on {self.url}; there are {[said for said, _ in links]}"
        return Link(text, urljoin(self.url, found[0]), self.client)

    def has_link(self, text: str) -> bool:
        return any(words(tag).startswith(text) for tag in self.root.xpath("//a[@href]"))

    def table(self, caption: str) -> list[list[str]]:
        """Return the body rows of the table with this caption."""
        for table in self.root.xpath("//table"):
            if words(next(iter(table.xpath(".//caption")), None)).startswith(caption):
                rows = table.xpath(".//tbody//tr")
                return [[words(cell) for cell in row.xpath(".//th | .//td")] for row in rows]
        raise AssertionError(f"no table {caption!r} on {self.url}")

    def fact(self, label: str) -> str:
        """Return what stands beside a label in a list of facts."""
        found = self.facts(label)
        assert found, f"no fact {label!r} on {self.url}: {[words(term) for term in self.root.xpath('//dt')]}"
        return found[0]

    def facts(self, label: str) -> list[str]:
        """Return what stands beside every such label, in the order of the page."""
        terms = [term for term in self.root.xpath("//dt") if words(term) == label]
        return [words(next(iter(term.xpath("following-sibling::dd[1]")), None)) for term in terms]

    def form(self, button: str) -> FilledForm:
        """Return the form whose button has these words, as it stands on the page."""
        for form in self.root.xpath("//form"):
            for tag in form.xpath(f".//*[{PRESSED}]"):
                if (words(tag) or tag.get("value")) == button:
                    return FilledForm(form, tag, self)
        raise AssertionError(f"no form with the button {button!r} on {self.url}: {self.buttons}")

    @property
    def buttons(self) -> list[str]:
        """The words of all buttons of its forms, in order."""
        return [words(tag) for tag in self.root.xpath("//form//button")]

    def _first(self, path: str) -> HtmlElement | None:
        return next(iter(self.root.xpath(path)), None)


class FilledForm:
    """A form that is being filled in; only fields that exist on the page can be filled."""

    def __init__(self, form: HtmlElement, button: HtmlElement, page: Page) -> None:
        self.form = form
        self.button = button
        self.page = page
        self.values: dict[str, list[str]] = {}
        self.files: dict[str, FileStorage] = {}
        for control in self._controls():
            self._read(control)

    def _controls(self, name: str | None = None) -> list[HtmlElement]:
        """Return what can be filled in, or what of it bears this name."""
        controls = self.form.xpath(".//*[self::input or self::select or self::textarea][@name]")
        return [control for control in controls if name in {None, control.get("name")}]

    def _read(self, control: HtmlElement) -> None:
        name, kind = control.get("name"), control.get("type") or control.tag
        if kind in {"checkbox", "radio"} and control.get("checked") is None:
            return
        if control.tag == "textarea":
            value = control.text_content().removeprefix("\n")
        elif control.tag == "select":
            chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")
            value = chosen[0].get("value", "") if chosen else ""
        else:
            value = control.get("value") or ""
        if kind not in {"submit", "button"}:
            self.values.setdefault(name, []).append(value)

    def fill(self, **fields: Any) -> FilledForm:
        """Type into fields by name (`ends_on__day` for ends_on-day); lists tick several boxes."""
        for key, value in fields.items():
            name = key.replace("__", "-")
            controls = self._controls(name)
            assert controls, f"{self.page.url} has no field {name!r}"
            values = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
            offered = [tag.get("value") for tag in controls if tag.get("type") in {"radio", "checkbox"}]
            assert not offered or set(values) <= set(offered), f"{name} offers {offered}, not {values}"
            self.values[name] = values
        return self

    def choose(self, name: str, file_name: str, data: bytes) -> FilledForm:
        """Choose a file for a field."""
        assert self.form.get("enctype") == "multipart/form-data", "the form sends no files"
        offered = [control for control in self._controls(name) if control.get("type") == "file"]
        assert offered, f"{self.page.url}: no file {name!r}"
        self.values.pop(name, None)
        self.files[name] = FileStorage(BytesIO(data), file_name)
        return self

    def submit(self, *, expected: int | None = None) -> Page:
        """Press the button; follow the redirect unless `expected` says what must come."""
        data = {
            name: values if len(values) > 1 else values[0] for name, values in self.values.items() if values
        }
        data |= self.files  # type: ignore[arg-type]  # the test client tells them apart
        if self.button.get("name"):
            data[self.button.get("name")] = self.button.get("value", "")
        action = urljoin(self.page.url, self.button.get("formaction") or self.form.get("action") or "")
        return self.page.client.post_url(action, data, expected=expected)
