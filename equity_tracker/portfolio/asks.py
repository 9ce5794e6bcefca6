"""What must change above the organisations, by who could change it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equity_tracker.model.vocabulary import ADDRESSEES
from equity_tracker.portfolio.said import AskSaid


@dataclass(frozen=True)
class Addressee:
    """Somebody who is asked for something: by how many check-ins, and in which words."""

    slug: str
    label: str
    check_ins: int
    said: tuple[AskSaid, ...]


@dataclass(frozen=True)
class Asks:
    """Everything that is asked for, in the order of the list of addressees."""

    check_ins: int
    asking: int
    addressees: tuple[Addressee, ...]
    private: int


def asks_of(rows: Sequence[AskSaid], *, check_ins: int) -> Asks:
    """Count check-ins: one that names an addressee twice counts once, and shows both sentences."""
    found = [
        _addressee(term.slug, [row for row in rows if row.addressee == term.slug]) for term in ADDRESSEES
    ]
    return Asks(
        check_ins=check_ins,
        asking=_distinct(rows),
        addressees=tuple(row for row in found if row.said),
        private=sum(row.is_private for row in rows),
    )


def without_private(asks: Asks) -> Asks:
    """Leave out what is for the coordinators alone; how much that is stays said."""
    rows = [row for addressee in asks.addressees for row in addressee.said if not row.is_private]
    told = asks_of(rows, check_ins=asks.check_ins)
    return Asks(told.check_ins, told.asking, told.addressees, asks.private)


def _addressee(slug: str, rows: Sequence[AskSaid]) -> Addressee:
    ordered = sorted(rows, key=lambda row: row.source.place)
    return Addressee(slug, ADDRESSEES.label(slug), _distinct(rows), tuple(ordered))


def _distinct(rows: Iterable[AskSaid]) -> int:
    return len({row.source.check_in_id for row in rows})


HEADER = ("Who could change it", "What must change", "Organisation", "Commitment", "Said on", "Private")


def ask_rows(asks: Asks) -> list[tuple[str, ...]]:
    """Return every sentence of the page, as the file holds them."""
    return [
        (
            addressee.label,
            row.what,
            row.source.organisation,
            row.source.commitment,
            row.source.said_on.isoformat(),
            "private" if row.is_private else "",
        )
        for addressee in asks.addressees
        for row in addressee.said
    ]
