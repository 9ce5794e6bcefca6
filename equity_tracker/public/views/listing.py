"""What the table of commitments prints of each row, put together here because a long list has many cells."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.publication import Form
from equity_tracker.model.status import Status, delivery_status, reporting_status
from equity_tracker.public.views.excerpts import Marker

CELLS_REMEMBERED = 2000
# Of some 3 kB each. Whoever narrows a search, or turns its order, is shown many of the same rows again.
MARKED_REMEMBERED = 1000


class Listed(NamedTuple):
    """The cells of one row. Templates take it apart by place, which costs a third of asking by name."""

    url: str
    title: str
    holder: str
    is_statement: bool
    cells: Markup
    # Of a search: around where its words were found.
    excerpt: str = ""


def listed(rows: Iterable[Any], today: date, register_url: str) -> list[Listed]:
    """Return what is printed of some entries of the register, whose own address is given."""
    return [
        Listed(
            f"{register_url}/{row.public_id}/{row.slug}",
            row.title,
            row.organisation_name,
            row.form == Form.STATEMENT_OF_INTENT,
            _cells(
                delivery_status(row, today), reporting_status(row, today), row.ends_on, row.ends_precision
            ),
        )
        for row in rows
    ]


def found_in(shown: Sequence[Listed], rows: Sequence[Any], marker: Marker) -> list[Listed]:
    """Mark in each row what was searched for, with an excerpt of what was published."""
    found = []
    for each, row in zip(shown, rows, strict=True):
        title, excerpt = _marked(marker, row.title, row.search_text)
        found.append(each._replace(title=title, excerpt=excerpt))
    return found


@lru_cache(MARKED_REMEMBERED)
def _marked(marker: Marker, title: str, search_text: str) -> tuple[Markup, Markup]:
    return marker.mark(title), marker.excerpt(search_text)


def draw_rows(rows: Sequence[Listed]) -> Markup:
    drawn: Markup = get_template_attribute("public/_register_rows.html", "register_rows")(rows)
    return drawn


@lru_cache(CELLS_REMEMBERED)
def _cells(delivery: Status, reporting: Status, ends_on: date | None, precision: str) -> Markup:
    """Draw both lights and the last day once; a list has few different ones and shows them many times."""
    ends = short_date(ends_on, Precision(precision)) if ends_on else ""
    draw = get_template_attribute("public/_register_rows.html", "how_it_stands")
    cells: Markup = draw(delivery, reporting, ends)
    return cells
