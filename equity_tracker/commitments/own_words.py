"""The product's own words, read from its files as a person would read them: for `flask language check`."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment

from equity_tracker.model.language import Context, Prompt, everything_found
from equity_tracker.model.prompts import PROMPTED

# Words of a page are no promise: what judges a promise as a whole is not asked about them.
A_PAGE = Context(answer="page")
# A table that holds this key says on purpose what should not be said: it shows what the advisor finds.
BAD_EXAMPLE = "bad_wording"
KINDS = {".html", ".txt", ".toml", ".py"}
_SPOKEN = {"alt", "aria-label", "content", "placeholder", "title"}
_INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong"}
_QUOTED = {"q", "cite", "code"}
_UNSAID = {"script", "style", "svg"}
# A value that a template puts in.
_VALUE = " … "


@dataclass(frozen=True)
class Text:
    """One text of a file, where it stands, and what is known beside it."""

    path: Path
    place: str
    words: str
    context: Context = A_PAGE


@dataclass(frozen=True)
class Finding:
    """A prompt on a text of ours."""

    text: Text
    prompt: Prompt

    def __str__(self) -> str:
        said = ", ".join(f"“{phrase}”" for phrase in self.prompt.phrases)
        return f"{self.text.path}, {self.text.place}: {self.prompt.id} {said}. {self.prompt.question}"


def check(paths: list[Path]) -> Iterator[Finding]:
    """Yield everything that the advisor finds in these files, and in the files of these folders."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in KINDS and file.is_file():
                for text in texts_of(file):
                    for prompt in everything_found(text.words, text.context):
                        yield Finding(text, prompt)


def texts_of(path: Path) -> Iterator[Text]:
    """Yield the texts of one file, by its kind."""
    source = path.read_text("utf-8")
    if path.suffix == ".toml":
        yield from _of_table(path, "", tomllib.loads(source))
    elif path.suffix == ".py":
        yield from _of_program(path, source)
    else:
        yield from _of_template(path, source)


def _of_template(path: Path, source: str) -> Iterator[Text]:
    """Yield the page without its tags and its Jinja, and apart from it what Jinja puts in by name."""
    page = []
    for line, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data":
            page.append(value)
        elif kind == "string":
            yield Text(path, f"line {line}", str(ast.literal_eval(value)))
        elif kind == "variable_end":
            page.append(_VALUE)
    reader = _PageReader()
    reader.feed("".join(page))
    reader.close()
    yield Text(path, "the page", "".join(reader.said))


class _PageReader(HTMLParser):
    """Collects what a page says. A block is a paragraph; what is marked as quoted stays quoted."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unsaid += tag in _UNSAID
        self.said += [f"\n\n{value}\n\n" for name, value in attrs if name in _SPOKEN and value]
        self._mark(tag, "“")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid -= tag in _UNSAID
        self._mark(tag, "”")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self.said.append(data)

    def _mark(self, tag: str, quotation: str) -> None:
        if tag not in _INLINE:
            self.said.append(quotation if tag in _QUOTED else "\n\n")


def _of_table(path: Path, place: str, row: Mapping[str, Any]) -> Iterator[Text]:
    """Yield every value of a table. Beside what a commitment says, its own answers are known."""
    if BAD_EXAMPLE in row:
        return
    for key, value in row.items():
        is_an_answer = key in PROMPTED and "statement" in row
        yield from _of_value(
            path, f"{place}.{key}".strip("."), value, _context(key, row) if is_an_answer else A_PAGE
        )


def _context(answer: str, row: Mapping[str, Any]) -> Context:
    return Context(
        answer=answer,
        determinants=tuple(row.get("determinants", ())),
        mechanisms=tuple(row.get("mechanisms", ())),
        upstream_meanings=tuple(row.get("upstream_meanings", ())),
    )


def _of_value(path: Path, place: str, value: Any, context: Context) -> Iterator[Text]:  # noqa: ANN401 - TOML
    if isinstance(value, str):
        yield Text(path, place, value, context)
    elif isinstance(value, dict):
        yield from _of_table(path, place, value)
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _of_value(path, f"{place} {number}", each, context)


def _of_program(path: Path, source: str) -> Iterator[Text]:
    """Yield the texts in a program, without what is written for its readers."""
    nodes = list(ast.walk(ast.parse(source)))
    for_readers = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in for_readers:
            yield Text(path, f"line {node.lineno}", node.value)
