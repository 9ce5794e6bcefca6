"""What the table of commitments prints of each row, put together here because a long list has many cells."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.publication import Form
from equity_tracker.model.status import Status, delivery_status, reporting_status
from equity_tracker.public.queries.tables import AnyRow

TAGS_REMEMBERED = 1000


class Listed(NamedTuple):
    """The cells of one row. Templates take it apart by place, which costs a third of asking by name."""

    path: str
    title: str
    holder: str
    is_statement: bool
    delivery: Markup
    reporting: Markup
    ends: str


def listed(rows: Iterable[AnyRow], today: date) -> list[Listed]:
    return [
        Listed(
            f"{row.public_id}/{row.slug}",
            row.title,
            row.organisation_name,
            row.form == Form.STATEMENT_OF_INTENT,
            _tag(delivery_status(row, today)),
            _tag(reporting_status(row, today)),
            short_date(row.ends_on, Precision(row.ends_precision)) if row.ends_on else "",
        )
        for row in rows
    ]


@lru_cache(TAGS_REMEMBERED)
def _tag(status: Status) -> Markup:
    """Draw a status once; a list has few different ones and shows them many times."""
    return Markup(get_template_attribute("components/status.html", "status_tag")(status))  # noqa: S704 - drawn by a template
