"""The bookmarks of a joined document, nested by their levels."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pikepdf import Dictionary, Object, Pdf, String

# A line of the outline; pikepdf's types do not say which keys it has.
Line: TypeAlias = Any


@dataclass
class Bookmark:
    """A heading, and where it stands."""

    level: int
    label: str
    place: Object
    is_open: bool = True
    below: "list[Bookmark]" = field(default_factory=list)

    def count(self) -> int:
        """How many more lines are shown when this one is open."""
        return sum(1 + (kid.count() if kid.is_open else 0) for kid in self.below)


def write_outline(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    if not bookmarks:
        return
    top = Bookmark(0, "", Dictionary())
    under = [top]
    for bookmark in bookmarks:
        while under[-1].level >= bookmark.level:
            under.pop()
        under[-1].below.append(bookmark)
        under.append(bookmark)
    root = pdf.make_indirect(Dictionary())
    _hang(pdf, root, top)
    pdf.Root.Outlines = root


def _hang(pdf: Pdf, parent: Line, bookmark: Bookmark) -> None:
    count = bookmark.count()
    parent.Count = count if bookmark.is_open else -count
    lines: list[Line] = []
    for kid in bookmark.below:
        line: Line = pdf.make_indirect(Dictionary(Title=String(kid.label), Dest=kid.place, Parent=parent))
        if lines:
            lines[-1].Next, line.Prev = line, lines[-1]
        lines.append(line)
        _hang(pdf, line, kid)
    if lines:
        parent.First, parent.Last = lines[0], lines[-1]
