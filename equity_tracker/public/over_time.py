"""What all publications about a commitment say together: rounds answered, and its level over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.told_handover import latest_handover
from equity_tracker.model.vocabulary import LEVELS
from equity_tracker.public.told import Told, standing


@dataclass(frozen=True)
class Answered:
    """How many of the rounds that asked for a report have got one, in time or late."""

    reported: int
    asked: int


def rounds_answered(told: Sequence[Told], owed_since: date | None = None) -> Answered:
    """Count round by round. One whose report was taken back has asked, and has no answer.

    :param owed_since: the day by which a report was due that has not come. Its round asks too, though what
        became of it is published only when the round closes.
    """
    answered: set[str] = set()
    asked: set[str] = set()
    for row in told:
        is_report = row.kind is PublicationKind.CHECK_IN
        asks = row.is_current and (is_report or row.kind is PublicationKind.MISSED_CHECK_IN)
        if asks and (name := row.payload["round"]):
            (answered if is_report and row.retracted_on is None else asked).add(name)
    missed = {row.payload["due_on"] for row in told if row.kind is PublicationKind.MISSED_CHECK_IN}
    is_open = owed_since is not None and owed_since.isoformat() not in missed
    return Answered(len(answered), len(answered | asked) + is_open)


def levels_over_time(told: Sequence[Told]) -> list[tuple[date, int | None]]:
    """Return the level first published, then that of each report; None where a report was missed.

    Drift is measured from the first publication, whatever the promise has been changed to since.
    """
    promises = [row for row in standing(told) if row.kind is PublicationKind.COMMITMENT]
    if not promises or promises[0].payload["level"] is None:
        return []
    points = [(promises[0].happened_on, _number(promises[0].payload["level"]))]
    points += [
        (
            (row.happened_on, None)
            if row.kind is PublicationKind.MISSED_CHECK_IN
            else (date.fromisoformat(row.payload["submitted_on"]), _number(row.payload["level"]))
        )
        for row in standing(told)
        if row.is_current
        and (row.kind is PublicationKind.CHECK_IN or row.kind is PublicationKind.MISSED_CHECK_IN)
    ]
    return sorted(points, key=lambda point: point[0])


def _number(level: str) -> int | None:
    return LEVELS.get(level).number


def held_since(told: Sequence[Told], organisation_name: str) -> date | None:
    """Return the day from which it is this organisation's; None if it was so from the start.

    It is the day that was recorded when it was handed over, else that of the first publication that says so.
    """
    since: date | None = None
    is_first = True
    name: str | None = None
    for row in standing(told):
        if row.kind is PublicationKind.COMMITMENT:
            said = row.payload.get("organisation_name")
            if said != name:
                handover = latest_handover(row.payload)
                moved_on = date.fromisoformat(handover["handed_on"]) if handover else row.happened_on
                since = None if is_first else moved_on
            is_first, name = False, said
    return since if name == organisation_name else None
