"""The register as a file for spreadsheets: the same rows as the page, in words, and safe to open."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from equity_tracker.model import csv_file, vocabulary
from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.status import delivery_status, reporting_status

HEADER = (
    "Reference",
    "Published as",
    "Title",
    "Organisation",
    "Kind of organisation",
    "Promised by",
    "Programme",
    "Domain",
    "Level of action",
    "Level last confirmed",
    "Which inequality",
    "What is new",
    "Place",
    "Promised on",
    "To be done by",
    "How it is going",
    "How far it has got",
    "Reporting",
    "Last reported on",
    "Next due on",
    "Closed on",
    "Source says",
    "Published on",
    "Address",
)


def csv_lines(rows: Iterable[Any], today: date, address: str) -> Iterator[str]:
    """Yield the file line by line.

    :param address: of the register, below which each commitment has its page.
    """
    return csv_file.lines(HEADER, (_cells(row, today, address) for row in rows))


def _cells(row: Any, today: date, address: str) -> list[str]:  # noqa: ANN401 - a database row, by name
    return [
        row.reference,
        vocabulary.PUBLICATION_FORMS.label(row.form),
        row.title,
        row.organisation_name,
        vocabulary.ORGANISATION_KINDS.label(row.organisation_kind),
        row.made_by_name,
        row.programme_name,
        vocabulary.DOMAINS.label(row.domain),
        vocabulary.LEVELS.label(row.level),
        vocabulary.LEVELS.label(row.confirmed_level) if row.confirmed_level else "",
        vocabulary.INEQUALITIES.label(row.inequality),
        vocabulary.ADDITIONALITIES.label(row.additionality),
        row.place or "",
        _day(row.made_on),
        _period(row.ends_on, row.ends_precision),
        delivery_status(row, today).label,
        vocabulary.DELIVERIES.label(row.delivery) if row.delivery else "",
        reporting_status(row, today).label,
        _day(row.last_reported_on),
        _day(row.next_due_on),
        _day(row.closed_on),
        row.source_status or "",
        _day(row.published_on),
        f"{address}/{row.public_id}/{row.slug}",
    ]


def _day(value: date | None) -> str:
    """Print 2026-05-03, which every spreadsheet reads as a date and sorts."""
    return value.isoformat() if value else ""


def _period(value: date | None, precision: str) -> str:
    if value is None or precision == Precision.DAY:
        return _day(value)
    return short_date(value, Precision(precision))
