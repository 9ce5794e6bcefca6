"""Finding the row of column names, and giving every column a name of its own."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from equity_tracker.imports.problems import Notice, NoticeKind

_ROWS_SEARCHED = 20


@dataclass(frozen=True, slots=True)
class Header:
    """The name of each column by its place; a column without name or content has none."""

    by_place: Mapping[int, str]
    notices: tuple[Notice, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.by_place.values())


def tidy_column(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).replace("\ufeff", "").split())


def fold_column(name: str) -> str:
    """The form in which column names are compared: case, spaces and the byte-order mark do not matter."""
    return tidy_column(name).casefold()


def find_header(
    rows: Sequence[tuple[int, list[str]]], expected: Collection[str], header_row: int | None
) -> int | None:
    """The header's place in `rows`: as told, or where most expected names are, or the first full row."""
    if header_row is not None:
        return next((place for place, (number, _) in enumerate(rows) if number == header_row), None)
    near = [cells for _, cells in rows[:_ROWS_SEARCHED]]
    folded = {fold_column(name) for name in expected}
    matches = [len(folded & {fold_column(cell) for cell in cells}) for cells in near]
    if matches and max(matches) > 0:
        return matches.index(max(matches))
    filled = [sum(1 for cell in cells if cell.strip()) for cells in near]
    widest = max(filled, default=0)
    return next((place for place, count in enumerate(filled) if count and count * 2 >= widest), None)


def name_columns(cells: Sequence[str], below: Sequence[Sequence[str]]) -> Header:
    """Name every column. Two of one name are told apart by their number; which one is meant must be said."""
    places = defaultdict(list)
    for place, cell in enumerate(cells):
        places[fold_column(cell)].append(place)
    unnamed = places.pop("", [])
    used = _filled_places(below) if unnamed else set()
    names = {place: f"Column {place + 1}" for place in unnamed if place in used}
    notices = _unnamed_notices([place for place in unnamed if place not in used], list(names.values()))
    for same in places.values():
        if len(same) == 1:
            names[same[0]] = tidy_column(cells[same[0]])
            continue
        names |= {place: numbered(tidy_column(cells[place]), place) for place in same}
        notices.append(_twice_notice(tidy_column(cells[same[0]]), [names[place] for place in same]))
    return Header(_unique(names), tuple(notices))


def _unique(names: Mapping[int, str]) -> dict[int, str]:
    """In order of place; a name that looks like one we gave gets its number too."""
    unique: dict[int, str] = {}
    for place, name in sorted(names.items()):
        taken = set(map(fold_column, unique.values()))
        unique[place] = numbered(name, place) if fold_column(name) in taken else name
    return unique


def numbered(name: str, place: int) -> str:
    return f"{name} (column {place + 1})"


def _filled_places(below: Sequence[Sequence[str]]) -> set[int]:
    return {place for cells in below for place, cell in enumerate(cells) if cell and not cell.isspace()}


def _unnamed_notices(left_out: Sequence[int], kept: Sequence[str]) -> list[Notice]:
    notices = [
        Notice("it has no name, and was kept with the row", NoticeKind.WARNING, column=name) for name in kept
    ]
    if left_out:
        listed = ", ".join(str(place + 1) for place in left_out)
        notices.append(Notice(f"Columns without a name and with nothing in them were left out: {listed}"))
    return notices


def _twice_notice(name: str, told_apart: Sequence[str]) -> Notice:
    listed = ", ".join(f'"{unique}"' for unique in told_apart)
    reason = f'Column "{name}" is there {len(told_apart)} times. They were told apart as {listed}'
    return Notice(reason, NoticeKind.WARNING)
