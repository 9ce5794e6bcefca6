"""Gathering the lists of Monday morning for the programme report. It only reads; names of people stay out."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from equity_tracker.model.dates import long_date
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Choice, Period
from equity_tracker.model.status import Reporting
from equity_tracker.monday.queries.changes import Changed, all_changes, last_closed_round
from equity_tracker.monday.queries.drift import all_moves
from equity_tracker.monday.queries.look_again import all_flagged
from equity_tracker.monday.queries.not_reported import Narrowing, Unreported, all_unreported
from equity_tracker.monday.queries.orphans import all_orphans, count_orphans
from equity_tracker.portfolio.worklists import Line, Worklist, worklist

Kind = TypeVar("Kind")
# The words of the pages that these lists come from.
_OWED = {
    Reporting.OVERDUE: "Overdue, in the days of grace",
    Reporting.NOT_REPORTED: "Not reported",
    Reporting.NEVER_REPORTED: "Never reported",
}
_MOVES = {
    FlagKind.DRIFTED: "Drifted: nearer to individuals",
    FlagKind.NARROWED: "Narrowed: now for chosen places or groups",
    FlagKind.DEEPENED: "Deepened: nearer to causes",
}
_FLAGS = {
    FlagKind.RECYCLED: "Almost the same text as before",
    FlagKind.CONTRADICTION: "Complete, with no evidence yet",
    FlagKind.LESS_POWER: "Shows less community power than it says",
    FlagKind.MOVED_AWAY: "A measure further from its target",
    FlagKind.STALE: "No update for a long time",
    FlagKind.READ_DIFFERENTLY: "Read differently by organisation and partner",
}
_CHANGES = {
    "published": "Newly published",
    "amended": "Amended",
    "reported": "Reported differently",
    "closed": "Closed",
    "retracted": "Taken back",
    "joined": "Joined",
    "left": "Left",
    "succeeded": "Organisations that became others",
}
# How far back a paper looks where no round has closed yet: about a quarter.
_DAYS_BACK = 91
_ORPHANS = {
    "no_owner": "No post-holder",
    "no_sponsor": "No senior sponsor",
    "ended": "Its organisation has ended",
    "funding": "Funding ends first",
    "no_mail": "Nobody to write to",
    "undecided": "Not said whether it is taken on",
    "unchanged": "Accepted with changes, none sent yet",
}


def not_reported(programme: Programme, as_of: date) -> Worklist:
    """Return who has not reported."""
    found = [
        (row.state, Line(row.organisation, row.title, _owed(row)))
        for row in all_unreported(programme, Narrowing(), today=as_of)
    ]
    return worklist(
        "Check-ins whose due date has passed, by organisation.", "Nothing is overdue.", _by(_OWED, found)
    )


def _owed(row: Unreported) -> str:
    post = f" Post-holder: {row.owner.job_title}." if row.owner and not row.owner.has_left else ""
    reminded = {0: "not reminded", 1: "reminded once"}.get(row.reminders, f"reminded {row.reminders} times")
    return f"{row.round_name}, due {long_date(row.due_on)}; {reminded}.{post}"


def changes(programme: Programme, choice: Choice) -> Worklist:
    """Return what changed in the period; if it has no first day, since the last round closed."""
    period = choice.period
    since, after = _looked_back(programme, period)
    until = "the day of this report" if period.until == choice.as_of else long_date(period.until)
    found = [
        (row.group.value, Line(row.organisation, _title(row), row.sentence, row.on))
        for row in all_changes(programme, since=since)
        if row.on <= period.until
    ]
    return worklist(
        f"From {long_date(since)}, {after}, to {until}.",
        f"Nothing has changed {after}.",
        _by(_CHANGES, found),
    )


def _looked_back(programme: Programme, period: Period) -> tuple[date, str]:
    if period.since is not None:
        return period.since, "in the period"
    closed = last_closed_round(programme)
    if closed is not None and closed.closed_at is not None:
        return closed.closed_at.date(), f"since {closed.name} closed"
    return period.until - timedelta(days=_DAYS_BACK), "in the last quarter"


def _title(row: Changed) -> str:
    """Name what changed, but not what is not to be read any more."""
    return "A commitment" if row.group.value == "retracted" else row.title or ""


def moves(programme: Programme, period: Period) -> Worklist:
    """Return what was seen to have moved in the period."""
    found = [
        (row.kind, Line(row.organisation, row.title, row.sentence, row.on))
        for row in all_moves(programme)
        if period.holds(row.on)
    ]
    return worklist(
        "The level first published against the level last confirmed.",
        "No commitment has moved since it was first published.",
        _by(_MOVES, found),
    )


def look_again(programme: Programme, as_of: date) -> Worklist:
    """Return what a second reader might ask about."""
    found = [
        (row.kind, Line(row.organisation, row.title, row.sentence, row.on))
        for row in all_flagged(programme, today=as_of)
    ]
    return worklist(
        "What a second reader might ask about, and nobody has looked at yet. None of it means that"
        " anything is wrong.",
        "Nothing waits for a second look.",
        _by(_FLAGS, found),
    )


def count_without(programme: Programme, as_of: date) -> dict[str, int]:
    """Count the live commitments that miss each thing, by the word for it."""
    _, counts = count_orphans(programme, today=as_of)
    return {kind.value: number for kind, number in counts.items()}


def orphans(programme: Programme, as_of: date) -> Worklist:
    """Return what lost its footing."""
    found = [
        (kind.value, Line(row.organisation, row.title, sentence))
        for row in all_orphans(programme, today=as_of)
        for kind, sentence in row.reasons
    ]
    return worklist(
        "A commitment that lacks several things is in several lists.",
        "Every commitment has somebody who answers for it, and money as long as it runs.",
        _by(_ORPHANS, found),
    )


def _by(labels: Mapping[Kind, str], found: Iterable[tuple[Kind, Line]]) -> list[tuple[str, list[Line]]]:
    rows = list(found)
    return [(label, [line for kind, line in rows if kind == wanted]) for wanted, label in labels.items()]
