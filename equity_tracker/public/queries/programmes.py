"""The programmes that the register can be narrowed to, read again when something was published."""

from datetime import date

from equity_tracker.counted_once import once
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.publications import list_current

Options = tuple[tuple[str, str], ...]


def list_offered(today: date) -> Options:
    """Return slug and name of each programme that can be read, by name."""
    return once("programmes to narrow to", today, lambda: _read(today))


def _read(today: date) -> Options:
    options = [(row.slug, row.payload["name"]) for row in list_current(PublicationKind.PROGRAMME, today)]
    return tuple(sorted(options, key=lambda option: option[1].casefold()))
