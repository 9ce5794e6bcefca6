"""Reading a TOML table key by key, collecting what is missing, of the wrong kind, or unknown."""

import difflib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeVar

_Kind = TypeVar("_Kind", str, int, bool)
_KIND_WORDS = {str: "text in quotation marks", int: "a whole number", bool: "true or false"}


class TableProblems:
    """One list for all tables of a file, in the order found."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, *lines: str) -> None:
        self.lines += [line for line in lines if line not in self.lines]


class SettingsTable:
    def __init__(self, content: object, path: str, problems: TableProblems) -> None:
        self.was_given = isinstance(content, dict) and bool(content)
        self._content: dict[str, object] = dict(content) if isinstance(content, dict) else {}
        self._path = path
        self._problems = problems
        self._known: list[str] = []
        if not isinstance(content, dict):
            problems.say(f"{path}: It must be a table")

    def problem(self, key: str, message: str) -> None:
        self._problems.say(f"{self._path}.{key}: {message}" if self._path else f"{key}: {message}")

    def table(self, key: str, *, required: bool = False) -> "SettingsTable":
        if required and key not in self._content:
            self.problem(key, "The table is missing")
        path = f"{self._path}.{key}" if self._path else key
        return SettingsTable(self._take(key, {}), path, self._problems)

    def text(self, key: str) -> str:
        """A text that must be there, if the table itself is."""
        if self.was_given and key not in self._content:
            self.problem(key, "It is missing")
        return self.optional_text(key) or ""

    def optional_text(self, key: str) -> str | None:
        text = self._value(key, str)
        if text is not None and not text:
            self.problem(key, "It is empty")
        return text or None

    def number(self, key: str) -> int | None:
        return self._value(key, int)

    def flag(self, key: str) -> bool | None:
        return self._value(key, bool)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(str(item) for item in value)
        self.problem(key, "It must be a list of texts in quotation marks")
        return ()

    def all_texts(self, allowed: Collection[str] | None = None) -> Mapping[str, str]:
        """Every entry of a table whose keys are free, or are among those allowed."""
        texts = {
            key: self.optional_text(key) or ""
            for key in list(self._content)
            if allowed is None or key in allowed
        }
        self._known = list(allowed) if allowed is not None else []
        self.refuse_the_rest()
        return MappingProxyType(texts)

    def refuse_the_rest(self) -> None:
        """Every key that nobody asked for is most likely a slip of the pen."""
        for key in self._content:
            near = difflib.get_close_matches(key, self._known, n=1)
            self.problem(key, f"It is not known. Did you mean {near[0]}?" if near else "It is not known")
        self._content = {}

    def _take(self, key: str, default: object) -> object:
        self._known.append(key)
        return self._content.pop(key, default)

    def _value(self, key: str, kind: type[_Kind]) -> _Kind | None:
        value = self._take(key, None)
        if value is None:
            return None
        # A flag is a number to Python, and is not one to the writer of the file.
        if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
            return value
        self.problem(key, f"It must be {_KIND_WORDS[kind]}")
        return None
