"""What helps and what hinders: themes against domains, from the latest check-in of each commitment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equity_tracker.model.check_in_theme import BOTH
from equity_tracker.model.counting import with_not_stated
from equity_tracker.model.vocabulary import DOMAINS, NOT_STATED, SYSTEM_CODES, THEMES
from equity_tracker.portfolio.said import ThemeSaid

HELPS, HINDERS = "helps", "hinders"


@dataclass(frozen=True)
class ThemeRow:
    """One theme: the commitments that name it, by domain and in all, and how many say it did both."""

    slug: str
    label: str
    cells: tuple[tuple[str, int], ...]
    total: int
    both: int


@dataclass(frozen=True)
class HeatMap:
    """Everything that pointed one way. Themes that nobody named are in no row."""

    way: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[ThemeRow, ...]
    darkest: int


@dataclass(frozen=True)
class Themes:
    """Both ways, apart; what is said to do both is counted in both."""

    check_ins: int
    naming: int
    hindering: HeatMap
    helping: HeatMap
    unnamed: tuple[str, ...]
    private_notes: int

    @property
    def maps(self) -> tuple[HeatMap, HeatMap]:
        return self.hindering, self.helping


def themes_of(rows: Sequence[ThemeSaid], *, check_ins: int) -> Themes:
    """Count commitments, not words: naming a theme twice is naming it.

    :param check_ins: how many commitments have a check-in that could have named one.
    """
    named = {row.theme for row in rows}
    return Themes(
        check_ins=check_ins,
        naming=len({row.source.check_in_id for row in rows}),
        hindering=_heat_map(HINDERS, [row for row in rows if row.hinders]),
        helping=_heat_map(HELPS, [row for row in rows if row.helps]),
        unnamed=tuple(term.label for term in THEMES.current() if term.slug not in named),
        private_notes=sum(row.has_private_note for row in rows),
    )


def _heat_map(way: str, rows: Sequence[ThemeSaid]) -> HeatMap:
    domains = with_not_stated(DOMAINS, {row.source.domain or NOT_STATED for row in rows})
    counted = [
        _row(term.slug, term.label, [row for row in rows if row.theme == term.slug], domains)
        for term in (*THEMES, *SYSTEM_CODES)
    ]
    named = tuple(row for row in counted if row.total)
    return HeatMap(
        way=way,
        columns=tuple(domains),
        rows=named,
        darkest=max((count for row in named for _, count in row.cells), default=0),
    )


def _row(slug: str, label: str, rows: Sequence[ThemeSaid], domains: Iterable[tuple[str, str]]) -> ThemeRow:
    cells = tuple(
        (domain, _distinct(row for row in rows if (row.source.domain or NOT_STATED) == domain))
        for domain, _ in domains
    )
    return ThemeRow(slug, label, cells, _distinct(rows), _distinct(r for r in rows if r.direction == BOTH))


def _distinct(rows: Iterable[ThemeSaid]) -> int:
    return len({row.source.commitment_id for row in rows})


WAYS = {HINDERS: "Hindering", HELPS: "Helping"}
COUNTS_HEADER = ("Way", "Theme", "Domain", "Commitments")
NOTES_HEADER = ("Theme", "Direction", "Domain", "Organisation", "Commitment", "Said on", "Note", "Private")


def count_rows(themes: Themes) -> list[tuple[str, str, str, str]]:
    """Return every number of the page, as the file holds them."""
    found: list[tuple[str, str, str, str]] = []
    for heat in themes.maps:
        domains = dict(heat.columns)
        for row in heat.rows:
            cells = [(domains[domain], count) for domain, count in row.cells]
            for column, count in [*cells, ("All", row.total), ("Both ways", row.both)]:
                found.append((WAYS[heat.way], row.label, column, str(count)))
    return found


def note_rows(rows: Iterable[ThemeSaid]) -> list[tuple[str, ...]]:
    """Return who said what about which theme, with what is private marked as such."""
    return [
        (
            row.label,
            row.direction_label,
            DOMAINS.label(row.source.domain),
            row.source.organisation,
            row.source.commitment,
            row.source.said_on.isoformat(),
            row.note or "",
            "private" if row.has_private_note else "",
        )
        for row in rows
    ]
