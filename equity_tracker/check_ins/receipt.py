"""The receipt of a check-in: who was told, what happens next, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.checking_in import last_check_in
from equity_tracker.model.dates import long_date
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Receipt:
    """Who was told, and at most three sentences about what comes next."""

    told: str
    following: list[str]


def receipt_of(check_in: CheckIn, coordinators: Sequence[User], today: date) -> Receipt | None:
    """Say it of the latest check-in; of one that came back or was taken back the page says why."""
    commitment = check_in.commitment
    if check_in.is_returned or check_in.is_retracted or check_in is not last_check_in(commitment):
        return None
    return Receipt(
        _told(commitment.programme, coordinators),
        [*_looked_at(check_in, today), *_next_step(check_in), _next_time(check_in)],
    )


def ask_after(sent_on: date) -> date:
    """Return the Monday by which the coordinators have had a whole week, Monday included, to look at it."""
    return sent_on + WEEK + timedelta(days=-sent_on.weekday() % 7)


def _told(programme: Programme, coordinators: Sequence[User]) -> str:
    names = [person.name for person in coordinators]
    if not names:
        return f"Nobody: {programme.name} has no coordinator at the moment."
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    one = len(names) == 1
    return f"{listed}, who {'coordinates' if one else 'coordinate'} {programme.name}."


def _looked_at(check_in: CheckIn, today: date) -> list[str]:
    """Say by when it is looked at, as long as nobody has said anything about the current version."""
    version = check_in.current
    if any(
        row.check_in_id == check_in.id and row.reviewed_at >= version.submitted_at
        for row in check_in.commitment.reviews
    ):
        return []
    asked_from = ask_after(version.submitted_at.date())
    if asked_from < today:
        return ["They have not said anything to it yet. Ask them."]
    by = long_date(asked_from)
    if check_in.is_waiting:
        return [f"You hear by e-mail what they decide. If you have heard nothing by {by}, ask them."]
    return [f"They acknowledge it, or return it with a reason. If neither has happened by {by}, ask them."]


def _next_step(check_in: CheckIn) -> list[str]:
    on = check_in.current.answers.next_step_on
    return [f"Your next step is planned for {long_date(on)}."] if on else []


def _next_time(check_in: CheckIn) -> str:
    due_on = check_in.commitment.next_due_on
    if due_on is not None:
        return f"The next check-in is due on {long_date(due_on)}."
    return "No other check-in is asked for yet. Reminders come 30, 7 and 1 days before one is due."
