"""Reads the page of a report into pieces that can be put elsewhere. For our own pages only."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())

Attributes = list[tuple[str, str | None]]


@dataclass
class Token:
    """A piece of a document: a tag that begins or ends, or what stands between two."""

    text: str
    begins: str = ""
    ends: str = ""
    attributes: Attributes = field(default_factory=list)
    is_closed: bool = False

    def get(self, name: str) -> str:
        return next((value or "" for key, value in self.attributes if key == name), "")


@dataclass
class Child:
    """A child of body, with everything in it."""

    tokens: list[Token] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return self.tokens[0].begins

    @property
    def ids(self) -> set[str]:
        return {token.get("id") for token in self.tokens} - {""}

    @property
    def words(self) -> str:
        """What it says, to tell whether two say the same."""
        return " ".join(
            "".join(token.text for token in self.tokens if not (token.begins or token.ends)).split()
        )


class _Reader(HTMLParser):
    """Reads the children of body. What it reads is filled from our own templates."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.children: list[Child] = []
        self.depth = -1

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "body":
            self.depth = 0
        elif self.depth >= 0:
            self._add(Token("", begins=tag, attributes=attrs))
            self.depth += tag not in VOID

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if self.depth >= 0:
            self._add(Token("", begins=tag, attributes=attrs, is_closed=True))

    def handle_endtag(self, tag: str) -> None:
        if tag == "body":
            self.depth = -1
        elif self.depth > 0 and tag not in VOID:
            self.depth -= 1
            self._add(Token("", ends=tag), is_end=True)

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def _text(self, text: str) -> None:
        if self.depth > 0:
            self.children[-1].tokens.append(Token(text))

    def _add(self, token: Token, *, is_end: bool = False) -> None:
        if self.depth == 0 and not is_end:
            self.children.append(Child())
        self.children[-1].tokens.append(token)


def read(html: str) -> list[Child]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.children
