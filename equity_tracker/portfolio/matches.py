"""Who could help whom: by theme, who looks for help and who, elsewhere, has some. Nobody is ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equity_tracker.model.told_answers import theme_label
from equity_tracker.model.vocabulary import SYSTEM_CODES, THEMES
from equity_tracker.portfolio.said import HelpSaid, Source, ThemeSaid

WANTED, HINDERED = "Looks for help", "Is hindered"
OFFERED, HELPED = "Offers help", "Was helped"


@dataclass(frozen=True)
class Side:
    """One organisation's word on a theme. `is_secret`: nobody else may know even that it was said."""

    source: Source
    why: str
    note: str | None
    is_private: bool
    is_secret: bool


@dataclass(frozen=True)
class Match:
    """A theme on which somebody could help somebody of another organisation."""

    slug: str
    label: str
    needing: tuple[Side, ...]
    giving: tuple[Side, ...]
    pairs: int


def matches_of(themes: Sequence[ThemeSaid], help_: Sequence[HelpSaid]) -> tuple[Match, ...]:
    """Put wanted against offered and hindered against helped. Closed commitments want and offer nothing."""
    found = []
    for term in (*THEMES, *SYSTEM_CODES):
        said = [row for row in themes if row.theme == term.slug and not row.source.is_closed]
        about = [row for row in help_ if row.theme == term.slug and not row.source.is_closed]
        needing = _sides(
            [_of_help(row, WANTED) for row in about if row.is_wanted],
            [_of_theme(row, HINDERED) for row in said if row.hinders],
        )
        giving = _sides(
            [_of_help(row, OFFERED) for row in about if row.is_offered],
            [_of_theme(row, HELPED) for row in said if row.helps],
        )
        found.append(_match(term.slug, needing, giving))
    return tuple(match for match in found if match.pairs)


def _match(slug: str, needing: Sequence[Side], giving: Sequence[Side]) -> Match:
    """Keep those who have somebody in another organisation to be put together with."""
    return Match(
        slug=slug,
        label=theme_label(slug),
        needing=tuple(side for side in needing if _others(side, giving)),
        giving=tuple(side for side in giving if _others(side, needing)),
        pairs=sum(len(_others(side, giving)) for side in needing),
    )


def _others(side: Side, sides: Iterable[Side]) -> list[Side]:
    return [other for other in sides if other.source.organisation_slug != side.source.organisation_slug]


def without_private(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Leave out what only the coordinators may know, and the notes that are private."""
    told = [
        _match(match.slug, [*map(_told, _open(match.needing))], [*map(_told, _open(match.giving))])
        for match in matches
    ]
    return tuple(match for match in told if match.pairs)


def _open(sides: Iterable[Side]) -> list[Side]:
    return [side for side in sides if not side.is_secret]


def _told(side: Side) -> Side:
    return Side(
        side.source, side.why, None if side.is_private else side.note, is_private=False, is_secret=False
    )


def _sides(*groups: Sequence[Side]) -> list[Side]:
    return sorted(
        (side for group in groups for side in group), key=lambda side: (*side.source.place, side.why)
    )


def _of_help(row: HelpSaid, why: str) -> Side:
    return Side(row.source, why, row.note, is_private=row.is_private, is_secret=row.is_private)


def _of_theme(row: ThemeSaid, why: str) -> Side:
    return Side(row.source, why, row.note, is_private=row.has_private_note, is_secret=False)


HEADER = ("Theme", "Side", "Why", "Organisation", "Commitment", "Said on", "Note", "Private")


def match_rows(matches: Iterable[Match]) -> list[tuple[str, ...]]:
    """Return both sides of every theme, as the file holds them."""
    return [
        (
            match.label,
            name,
            side.why,
            side.source.organisation,
            side.source.commitment,
            side.source.said_on.isoformat(),
            side.note or "",
            "private" if side.is_private else "",
        )
        for match in matches
        for name, sides in (("Could be helped", match.needing), ("Could help", match.giving))
        for side in sides
    ]
