"""Where a long document may be cut, and how much of it goes into one part. For our own HTML only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
LENGTH_OF_AN_ELEMENT = 25
"""What an element adds to the length of its text: margins, and lines that are not full."""
LENGTH_OF_A_PAGE = 3_000
"""Of a status report in full, elements included. Only the first part of a document is measured by it."""
FILLED = 0.8
"""How full a part is meant to be: the next pieces may be longer than those before."""
NUMBER_OF_THE_FRONT = 0
ELSEWHERE = "part:"
"""How the address of a link to another part begins, until the parts are joined."""


@dataclass
class Piece:
    """What stands between two places where the document may be cut."""

    html: str = ""
    # A measure of how many pages it will take.
    length: int = 0


@dataclass
class Cut:
    """A document in pieces: all that stands before the first place to cut, and the rest."""

    head: str = ""
    front: Piece = field(default_factory=Piece)
    parts: list[Piece] = field(default_factory=list)
    # The child of body that has the h1: running heads are made of what it says.
    cover: str = ""
    # Each id that a link may lead to.
    anchors: list[str] = field(default_factory=list)

    def fits(self, pages: int) -> bool:
        return self.front.length + sum(piece.length for piece in self.parts) <= pages * LENGTH_OF_A_PAGE

    def document(self, pieces: Sequence[Piece]) -> str:
        """A document of its own: these pieces after a copy of the cover, or the front if there are none."""
        inside = self.cover + "".join(piece.html for piece in pieces) if pieces else self.front.html
        return f"{self.head}{inside}</body></html>"


class Share:
    """How many pieces go into one part, by what the parts before have taken."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        # Half a part to begin with: nothing is known of this document yet.
        self.length = pages * LENGTH_OF_A_PAGE / 2

    def next(self, waiting: Sequence[Piece]) -> int:
        reached = accumulate(piece.length for piece in waiting)
        return max(1, sum(length <= self.length for length in reached))

    def learn(self, printed: Sequence[Piece], pages: int) -> None:
        length = sum(piece.length for piece in printed)
        self.length = max(1, length * self.pages * FILLED / pages)

    def halve(self, tried: Sequence[Piece]) -> None:
        self.length = sum(piece.length for piece in tried) / 2


def cut(html: str) -> Cut:
    """Find the children of body; those with `data-part` after the h1 begin a piece each."""
    finder = _Finder(html)
    finder.feed(html)
    finder.close()
    children = finder.children
    found = Cut(head=html[: finder.body_starts], anchors=list(dict.fromkeys(finder.anchors)))
    ends = [child.start for child in children[1:]] + [finder.body_ends]
    piece = found.front
    for child, end in zip(children, ends, strict=True):
        if child.is_part and found.cover:
            piece = Piece()
            found.parts.append(piece)
        if child.has_h1:
            found.cover = html[child.start : end]
        piece.html += html[child.start : end]
        piece.length += child.length
    return found


@dataclass
class _Child:
    """A child of body."""

    start: int
    is_part: bool
    has_h1: bool = False
    length: int = 0


class _Finder(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [0, *accumulate(len(line) for line in html.split("\n"))]
        self.open: list[str] = []
        self.children: list[_Child] = []
        self.anchors: list[str] = []
        self.body_starts = self.body_ends = len(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, dict(attrs))
        if tag == "body":
            self.body_starts = self._place() + len(self.get_starttag_text() or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "body":
            self.body_ends = self._place()
        if tag in self.open:
            while self.open.pop() != tag:
                """What stands in it was never closed, as a li may be."""

    def handle_data(self, data: str) -> None:
        if self.children and self.open[-1:] not in (["style"], ["script"]):
            self.children[-1].length += len(" ".join(data.split()))

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if self.open[-1:] == ["body"]:
            self.children.append(_Child(self._place(), "data-part" in attributes))
        if not self.children:
            return
        child = self.children[-1]
        child.length += LENGTH_OF_AN_ELEMENT
        child.has_h1 = child.has_h1 or tag == "h1"
        if attributes.get("id"):
            self.anchors.append(str(attributes["id"]))

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + (line - 1) + column
