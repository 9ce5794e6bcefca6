"""What stands at an address: something published, nothing, or what was taken back."""

from typing import Any

from equity_tracker.model.dates import long_date
from equity_tracker.web.problems import Problem

NOT_FOUND, GONE = 404, 410
GIVEN_ID = {
    "in": "path",
    "schema": {"type": "string", "pattern": "^[a-z0-9]{12}$"},
    "example": "bcdfghjklmnp",
}


def refuse_unless_stands(row: Any) -> None:  # noqa: ANN401 - a database row, by name
    """End the request with a 404 where there is no row, and with a 410 that says when and why it went."""
    if row is None:
        raise Problem(NOT_FOUND)
    if row.retracted_on is not None:
        raise Problem(GONE, f"It was taken back on {long_date(row.retracted_on)}: {row.retraction_reason}")
