"""Since when a report is owed: the day that the page of a commitment and its printed record both count by."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from equity_tracker.model.status import owed_since

TODAY = date(2026, 4, 6)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass
class Facts:
    next_due_on: date | None
    closed_on: date | None = None
    last_reported_on: date | None = None
    grace_until: date | None = None


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        (Facts(None), None),
        (Facts(TODAY), None),
        (Facts(YESTERDAY), YESTERDAY),
        (Facts(YESTERDAY, closed_on=TODAY), None),
    ],
)
def test_a_report_is_owed_from_the_day_after_it_was_due_until_the_end(
    facts: Facts, since: date | None
) -> None:
    assert owed_since(facts, TODAY) == since
