"""The lists of Monday morning as a board reads them: a few lines of each, and how many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# A board needs the shape of a list, and the first page of it; all of it is in the workspace.
MOST_LINES = 15


@dataclass(frozen=True)
class Line:
    """One commitment, and what is said of it."""

    organisation: str
    title: str
    said: str
    on: date | None = None


@dataclass(frozen=True)
class Group:
    """Everything of one kind."""

    label: str
    count: int
    lines: tuple[Line, ...]

    @property
    def left_off(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Worklist:
    """A list by kind, with what it is about; kinds that nothing belongs to are not in it."""

    about: str
    nothing: str
    groups: tuple[Group, ...]


def worklist(about: str, nothing: str, kinds: Iterable[tuple[str, Sequence[Line]]]) -> Worklist:
    groups = (Group(label, len(lines), tuple(lines[:MOST_LINES])) for label, lines in kinds)
    return Worklist(about, nothing, tuple(group for group in groups if group.count))
