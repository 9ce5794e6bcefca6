"""A page as a person reads it: by headings, links, tables, facts and forms, never by CSS class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from tests.support.client import CheckingClient

ERROR = re.compile("-error$")


def words(tag: Tag | None) -> str:
    """Return a tag's text on one line."""
    return " ".join(tag.get_text(" ").split()) if tag is not None else ""


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
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.text if self.is_html else "", "lxml")

    @property
    def text(self) -> str:
        """Everything the page says."""
        return words(self.soup.body) if self.is_html else self.response.get_data(as_text=True)

    @property
    def main(self) -> str:
        """What the page says between header and footer."""
        return words(self.soup.select_one("main"))

    @property
    def heading(self) -> str:
        return words(self.soup.select_one("h1"))

    @property
    def flash(self) -> str:
        """The message shown once after something was done."""
        return words(self.soup.select_one("[role=alert], [role=status], [role=region][aria-labelledby]"))

    @cached_property
    def error_list(self) -> list[str]:
        """The messages of the error summary, in order."""
        return [words(item) for item in self.soup.select("[data-module=govuk-error-summary] li")]

    @cached_property
    def errors(self) -> dict[str, str]:
        """The messages beside the fields, by the field's name."""
        found = {}
        for message in self.soup.find_all(id=ERROR):
            name = str(message["id"]).removesuffix("-error")
            found[name] = words(message).removeprefix("Error: ")
        return found

    def link(self, text: str) -> Link:
        """Return the link with exactly these words, or beginning with them."""
        found = [tag for tag in self.soup.select("a[href]") if words(tag) == text] or [
            tag for tag in self.soup.select("a[href]") if words(tag).startswith(text)
        ]
        assert found, (
            f"no link {text!r} on {self.url}; there are {[words(tag) for tag in self.soup.select('a')]}"
        )
        return Link(text, urljoin(self.url, str(found[0]["href"])), self.client)

    def has_link(self, text: str) -> bool:
        return any(words(tag).startswith(text) for tag in self.soup.select("a[href]"))

    def table(self, caption: str) -> list[list[str]]:
        """Return the body rows of the table with this caption."""
        for table in self.soup.select("table"):
            if words(table.find("caption")).startswith(caption):
                return [[words(cell) for cell in row.select("th, td")] for row in table.select("tbody tr")]
        raise AssertionError(f"no table {caption!r} on {self.url}")

    def fact(self, label: str) -> str:
        """Return what stands beside a label in a list of facts."""
        for term in self.soup.select("dt"):
            if words(term) == label:
                return words(term.find_next_sibling("dd"))
        raise AssertionError(f"no fact {label!r} on {self.url}: {[words(t) for t in self.soup.select('dt')]}")

    def facts(self, label: str) -> list[str]:
        """Return what stands beside every such label, in the order of the page."""
        return [
            words(term.find_next_sibling("dd")) for term in self.soup.select("dt") if words(term) == label
        ]

    def form(self, button: str) -> FilledForm:
        """Return the form whose button has these words, as it stands on the page."""
        for form in self.soup.select("form"):
            for tag in form.select("button, input[type=submit]"):
                if (words(tag) or str(tag.get("value"))) == button:
                    return FilledForm(form, tag, self)
        raise AssertionError(f"no form with the button {button!r} on {self.url}: {self._buttons()}")

    def _buttons(self) -> list[str]:
        return [words(tag) for tag in self.soup.select("form button")]


class FilledForm:
    """A form that is being filled in; only fields that exist on the page can be filled."""

    def __init__(self, form: Tag, button: Tag, page: Page) -> None:
        self.form = form
        self.button = button
        self.page = page
        self.values: dict[str, list[str]] = {}
        self.files: dict[str, FileStorage] = {}
        for control in form.select("input[name], select[name], textarea[name]"):
            self._read(control)

    def _read(self, control: Tag) -> None:
        name, kind = str(control["name"]), str(control.get("type") or control.name)
        if kind in {"checkbox", "radio"} and not control.has_attr("checked"):
            return
        if control.name == "textarea":
            value = control.get_text().removeprefix("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            value = str(chosen.get("value", "")) if chosen else ""
        else:
            value = str(control.get("value", ""))
        if kind not in {"submit", "button"}:
            self.values.setdefault(name, []).append(value)

    def fill(self, **fields: Any) -> FilledForm:
        """Type into fields by name (`ends_on__day` for ends_on-day); lists tick several boxes."""
        for key, value in fields.items():
            name = key.replace("__", "-")
            controls = self.form.select(f'[name="{name}"]')
            assert controls, f"{self.page.url} has no field {name!r}"
            values = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
            offered = [str(tag.get("value")) for tag in controls if tag.get("type") in {"radio", "checkbox"}]
            assert not offered or set(values) <= set(offered), f"{name} offers {offered}, not {values}"
            self.values[name] = values
        return self

    def choose(self, name: str, file_name: str, data: bytes) -> FilledForm:
        """Choose a file for a field."""
        assert self.form.get("enctype") == "multipart/form-data", "the form sends no files"
        assert self.form.select(f'input[type=file][name="{name}"]'), f"{self.page.url}: no file {name!r}"
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
            data[str(self.button["name"])] = str(self.button.get("value", ""))
        action = urljoin(self.page.url, str(self.button.get("formaction") or self.form.get("action") or ""))
        return self.page.client.post_url(action, data, expected=expected)
