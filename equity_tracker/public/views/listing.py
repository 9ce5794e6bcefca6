"""What the table of commitments prints of each row, put together here because a long list has many cells."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from flask import get_template_attribute, url_for
from markupsafe import Markup

from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.publication import Form
from equity_tracker.model.status import Status, delivery_status, reporting_status

PAIRS_REMEMBERED = 1000
PRECISIONS = {precision.value: precision for precision in Precision}


class Listed(NamedTuple):
    """The cells of one row. Templates take it apart by place, which costs a third of asking by name."""

    url: str
    title: str
    holder: str
    is_statement: bool
    lights: Markup
    ends: str


def listed(rows: Iterable[Any], today: date) -> list[Listed]:
    """Return what is printed of some entries of the register."""
    register_url = url_for("public.list_commitments")
    return [
        Listed(
            f"{register_url}/{row.public_id}/{row.slug}",
            row.title,
            row.organisation_name,
            row.form == Form.STATEMENT_OF_INTENT,
            _lights(delivery_status(row, today), reporting_status(row, today)),
            short_date(row.ends_on, PRECISIONS[row.ends_precision]) if row.ends_on else "",
        )
        for row in rows
    ]


@lru_cache(PAIRS_REMEMBERED)
def _lights(delivery: Status, reporting: Status) -> Markup:
    """Draw the cells of both lights once; a list has few different ones and shows them many times."""
    cells: Markup = get_template_attribute("public/_register_rows.html", "light_cells")(delivery, reporting)
    return cells
