"""How far a date has moved, in words: moved by 3 months, met 2 weeks after the revised date."""

from datetime import date, timedelta

from equity_tracker.model.dates import PartialDate, add_months, months_between

WEEK = 7
FEWEST_DAYS_IN_WEEKS = 14


def slippage(planned: PartialDate, revised: PartialDate | None, met_on: date | None, moves: int = 0) -> str:
    """Say how it went against the plan; what is neither moved nor met has nothing to say but so.

    Dates known to the month, quarter or year end on the last day of it, as everywhere.
    """
    said = []
    if revised is not None:
        said.append(_moved(planned, revised))
        if moves > 1:
            said[-1] += f", in {moves} moves"
    if met_on is not None:
        said.append(_met(revised or planned, met_on, is_revised=revised is not None))
    if not said:
        return "Not moved"
    return (words := ", ".join(said))[0].upper() + words[1:]


def _moved(planned: PartialDate, revised: PartialDate) -> str:
    if revised.on == planned.on:
        return "moved back to the first date" if revised == planned else "told more exactly"
    earlier = " earlier" if revised.on < planned.on else ""
    return f"moved by {between(planned.on, revised.on)}{earlier}"


def _met(due: PartialDate, met_on: date, *, is_revised: bool) -> str:
    which = "the revised date" if is_revised else "the planned date"
    if met_on > due.on:
        return f"met {between(due.on, met_on)} after {which}"
    if met_on >= due.first_day:
        return "met on the day" if due.on == due.first_day else f"met within {due.text}"
    return f"met {between(met_on, due.first_day)} before {which}"


def between(first: date, second: date) -> str:
    """Count days to two weeks, then whole weeks, then months; "about" where it is not exact."""
    early, late = sorted((first, second))
    months = _whole_months(early, late)
    if months:
        exact = _is_whole(early, late, months)
        return f"{'' if exact else 'about '}{_counted(months, 'month')}"
    days = (late - early).days
    if days < FEWEST_DAYS_IN_WEEKS:
        return _counted(days, "day")
    return f"{'' if days % WEEK == 0 else 'about '}{_counted(round(days / WEEK), 'week')}"


def _whole_months(early: date, late: date) -> int:
    """Whole months, where the last days of two months are as far apart as the months are."""
    if _is_last_day(early) and _is_last_day(late):
        return (late.year - early.year) * 12 + late.month - early.month
    return months_between(early, late)


def _is_whole(early: date, late: date, months: int) -> bool:
    both_last = _is_last_day(early) and _is_last_day(late)
    return both_last or add_months(early, months) == late


def _is_last_day(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
