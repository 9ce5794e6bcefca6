"""The plan of a round: its dates, whether it repeats, and what of it happens by itself."""

import calendar
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from equity_tracker.model.dates import MONTHS, add_months

# From seven in the morning where the coordinating body is, rounds open and close that do so by themselves.
MORNING = time(7)
EVERY = {3: "every 3 months", 6: "every 6 months", 12: "every 12 months"}
_LAST = 31
NAME_LIMIT = 100


@dataclass(frozen=True)
class RoundPlan:
    """What a person says of a round before it opens."""

    name: str
    opens_on: date
    due_on: date
    grace_until: date
    closes_on: date
    repeats_every: int | None = None
    copies_questions: bool = False
    opens_by_itself: bool = False
    closes_by_itself: bool = False
    # The day of the month that check-ins are due on, kept where a shorter month moves it; 31 is the last.
    due_day: int | None = None


def due_day_of(due_on: date) -> int:
    """Return the day of the month that is meant: the last of a month stays the last."""
    return _LAST if due_on.day == calendar.monthrange(due_on.year, due_on.month)[1] else due_on.day


def next_plan(plan: RoundPlan, today: date) -> RoundPlan:
    """Return the plan of the repetition: so many months on, the other dates as far from the due date as now.

    One whose due date has passed is passed over.
    """
    if plan.repeats_every is None:
        raise ValueError("It does not repeat.")
    day, months = plan.due_day or due_day_of(plan.due_on), 0
    due_on = plan.due_on
    while months == 0 or due_on < today:
        months += plan.repeats_every
        due_on = _in_month(add_months(plan.due_on.replace(day=1), months), day)
    moved = due_on - plan.due_on
    return replace(
        plan,
        name=next_name(plan.name, plan.due_on, due_on),
        opens_on=plan.opens_on + moved,
        due_on=due_on,
        grace_until=plan.grace_until + moved,
        closes_on=plan.closes_on + moved,
        due_day=day,
    )


def fold_name(name: str) -> str:
    """Return what makes two names one for whoever reads them: neither capitals nor spaces tell them apart."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, numbered where a round has it already.

    :param taken: names as `fold_name` returns them.
    """
    found, number = name, 1
    while fold_name(found) in taken:
        number += 1
        mark = f" ({number})"
        found = f"{name[: NAME_LIMIT - len(mark)]}{mark}"
    return found


def _in_month(first: date, day: int) -> date:
    last = calendar.monthrange(first.year, first.month)[1]
    return first + timedelta(days=min(day, last) - 1)


def next_name(name: str, due_on: date, next_due_on: date) -> str:
    """Carry month and year on where the name has them; else add them, so that no two have one name."""
    carried = name.replace(MONTHS[due_on.month], MONTHS[next_due_on.month])
    carried = carried.replace(str(due_on.year), str(next_due_on.year))
    if carried != name:
        return carried[:NAME_LIMIT]
    when = f", {MONTHS[next_due_on.month]} {next_due_on.year}"
    return f"{name[: NAME_LIMIT - len(when)]}{when}"
