"""How long a commitment runs, from its beginning to the day it is to be done by."""

from datetime import date, timedelta

from equity_tracker.model.dates import MONTHS_IN_A_YEAR, add_months

UNDER_ONE = "under_one"


def time_horizon(begins_on: date | None, ends_on: date | None) -> str | None:
    """Return the slug of its time horizon, or None where a date is not stated.

    A whole calendar year is a year; five years to the day are still three to five.
    """
    if begins_on is None or ends_on is None:
        return None
    after = ends_on + timedelta(days=1)
    if after < add_months(begins_on, MONTHS_IN_A_YEAR):
        return UNDER_ONE
    if after < add_months(begins_on, 3 * MONTHS_IN_A_YEAR):
        return "one_to_three"
    return "three_to_five" if after <= add_months(begins_on, 5 * MONTHS_IN_A_YEAR) else "over_five"
