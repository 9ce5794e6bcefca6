"""The directory of organisations that ships with the product, read from its files as they came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from equity_tracker.imports.names import KnownName, fold_name
from equity_tracker.imports.problems import Notice, NoticeKind, Problem
from equity_tracker.imports.reading import Row, Table, read_table
from equity_tracker.imports.wording import is_double_encoded

DATA = Path(__file__).parent / "data"
Identifier = tuple[str, str]
_MYSOCIETY = "mySociety, UK local authority names and codes, version 1.6.1"
_ONS_2026 = "Office for National Statistics, codes of integrated care boards, 2026"
_ONS_2022 = "Office for National Statistics and NHS ODS, codes of integrated care boards, 2022"
_BY_HAND = "Compiled by hand from general knowledge"
_NOT_A_COUNCIL = {"Combined authority", "Strategic Regional Authority"}


@dataclass(frozen=True, slots=True)
class PlannedOrganisation:
    """One entry. `replaced_by` names successors by identifier; `checked` is False where nobody checked it."""

    name: str
    kind: str
    source: str
    licence: str
    short_name: str | None = None
    place: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    aliases: tuple[str, ...] = ()
    start_on: date | None = None
    end_on: date | None = None
    replaced_by: tuple[Identifier, ...] = ()
    is_current: bool = True
    checked: bool = True

    @property
    def key(self) -> str:
        """The same in every run: its first code, or its name."""
        return ":".join(self.identifiers[0]) if self.identifiers else fold_name(self.name)

    @property
    def known_name(self) -> KnownName:
        aliases = (*self.aliases, self.short_name) if self.short_name else self.aliases
        codes = tuple(value for _, value in self.identifiers)
        return KnownName(self.key, self.name, aliases, codes, self.is_current)


@dataclass(slots=True)
class DirectoryPlan:
    organisations: list[PlannedOrganisation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def take(self, other: "DirectoryPlan") -> None:
        self.organisations += other.organisations
        self.problems += other.problems
        self.notices += other.notices


def read_directory(folder: Path = DATA) -> DirectoryPlan:
    """Every organisation of the files in the folder, each once."""
    plan = DirectoryPlan()
    plan.take(
        read_councils(
            _table(folder / "uk-local-authorities.csv"), _table(folder / "uk-local-authority-names.csv")
        )
    )
    plan.take(
        read_boards(
            _table(folder / "integrated-care-boards-2026.csv"),
            _table(folder / "integrated-care-boards-2022-part.csv"),
        )
    )
    plan.take(read_colleges(_table(folder / "royal-colleges-unchecked.csv")))
    return plan


def _table(path: Path) -> Table:
    return read_table(path.read_bytes())


def _started(*tables: Table) -> DirectoryPlan:
    return DirectoryPlan(
        problems=[problem for table in tables for problem in table.problems],
        notices=[notice for table in tables for notice in table.notices],
    )


def read_councils(authorities: Table, names: Table) -> DirectoryPlan:
    """Local authorities, current and abolished, with the other names they are known by."""
    plan = _started(authorities, names)
    aliases, damaged = _aliases(names)
    if damaged:
        reason = "The name is damaged by a wrong encoding, and was left out"
        plan.notices.append(Notice(reason, NoticeKind.WARNING, "la-name", tuple(damaged)))
    plan.organisations += [
        _council(row.cells, aliases.get(row.cells["local-authority-code"], [])) for row in authorities.rows
    ]
    return plan


def _aliases(names: Table) -> tuple[dict[str, list[str]], list[int]]:
    aliases: dict[str, list[str]] = {}
    damaged = []
    for row in names.rows:
        if is_double_encoded(row.cells["la-name"]):
            damaged.append(row.number)
        else:
            aliases.setdefault(row.cells["local-authority-code"], []).append(row.cells["la-name"])
    return aliases, damaged


def _council(cells: Mapping[str, str], aliases: Iterable[str]) -> PlannedOrganisation:
    name = " ".join(cells["official-name"].split())
    gss = [cells["gss-code"]] if cells["gss-code"] else []
    former = [code for code in cells["former-gss-codes"].split(",") if code]
    return PlannedOrganisation(
        name=name,
        kind="other" if cells["local-authority-type-name"] in _NOT_A_COUNCIL else "council",
        source=_MYSOCIETY,
        licence="CC BY 4.0",
        place=", ".join(dict.fromkeys(part for part in (cells["region"], cells["nation"]) if part)) or None,
        identifiers=(
            ("LA", cells["local-authority-code"]),
            *(("GSS", code) for code in gss),
            *(("former GSS", code) for code in former),
        ),
        aliases=_distinct(name, (cells["nice-name"], *aliases)),
        start_on=_day(cells["start-date"]),
        end_on=_day(cells["end-date"]),
        replaced_by=tuple(("LA", code) for code in cells["replaced-by"].split(",") if code),
        is_current=cells["current-authority"] == "True",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _distinct(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Other names that are not the same to the matcher; the source writes each in several cases."""
    folded = {fold_name(other): other for other in reversed(list(others)) if fold_name(other)}
    folded.pop(fold_name(name), None)
    return tuple(reversed(folded.values()))


def read_boards(boards_2026: Table, boards_2022: Table) -> DirectoryPlan:
    """Integrated care boards. One only in the older list has gone; neither says when, or into what."""
    plan = _started(boards_2026, boards_2022)
    boards = {row.cells["ICB26CD"]: _board_2026(row) for row in boards_2026.rows}
    for row in boards_2022.rows:
        older = _board_2022(row)
        same = boards.get(row.cells["ICB22CD"])
        if same is None:
            boards[row.cells["ICB22CD"]] = older
        else:
            identifiers = tuple(dict.fromkeys((*same.identifiers, *older.identifiers)))
            aliases = _distinct(same.name, (older.name,))
            boards[row.cells["ICB22CD"]] = replace(same, identifiers=identifiers, aliases=aliases)
    plan.organisations += boards.values()
    return plan


def _board_2026(row: Row) -> PlannedOrganisation:
    return PlannedOrganisation(
        name=row.cells["ICB26NM"],
        kind="integrated_care_board",
        source=_ONS_2026,
        licence="OGL v3",
        place=f"{row.cells['nhs_region']}, England",
        identifiers=(("GSS", row.cells["ICB26CD"]),),
        checked=False,
    )


def _board_2022(row: Row) -> PlannedOrganisation:
    return PlannedOrganisation(
        name=row.cells["ICB22NM"],
        kind="integrated_care_board",
        source=_ONS_2022,
        licence="OGL v3",
        place="England",
        identifiers=(("GSS", row.cells["ICB22CD"]), ("ODS", row.cells["ICB22CDH"])),
        is_current=False,
        checked=False,
    )


def read_colleges(colleges: Table) -> DirectoryPlan:
    """Royal colleges and faculties, from a list that nobody has checked."""
    plan = _started(colleges)
    plan.organisations += [
        PlannedOrganisation(
            name=row.cells["name"],
            short_name=row.cells["short_name"],
            kind="royal_college"
            if row.cells["name"].startswith(("Royal College", "Faculty"))
            else "professional_body",
            source=_BY_HAND,
            licence="facts",
            place=row.cells["city"],
            checked=False,
        )
        for row in colleges.rows
    ]
    return plan
