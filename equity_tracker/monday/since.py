"""From which day on a coordinator looks back, unless they pick another."""

from datetime import date, timedelta


def monday_before(today: date) -> date:
    """Return the Monday of this week; on a Monday the one a week ago, so that there is a week to look at."""
    return today - timedelta(days=today.weekday() or 7)
