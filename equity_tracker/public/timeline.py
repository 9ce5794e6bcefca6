"""What has happened to a commitment, told from its publications alone, newest first."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.model.changes import HELD_BY, check_in_changes, promise_changes
from equity_tracker.model.dates import long_date
from equity_tracker.model.measure_changes import milestones_met, readings_added
from equity_tracker.model.partner_changes import partner_answers
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.status import Status, outlook_status
from equity_tracker.model.told_answers import ToldAnswers, told_answers
from equity_tracker.model.told_assessment import assessment_in_words, told_assessment
from equity_tracker.model.told_handover import answer_reason, handover_answers
from equity_tracker.model.vocabulary import CLOSE_REASONS
from equity_tracker.public.endings import assessment_event, close_out_changes, still_event
from equity_tracker.public.told import Told, standing

Payload = dict[str, Any]
Tell = Callable[[], "Event"]

OPEN_REPORTS, MOST_OPEN = 5, 12
"""How many check-ins the page of a commitment tells, and how many entries at most until they are told."""
FEWEST_FOLDED = 3
"""Fewer than these are not worth a page of their own."""


class EventKind(StrEnum):
    """How an event is marked on the line of time."""

    REPORT = "report"
    CHANGE = "change"
    MISSED = "missed"
    START = "start"


@dataclass(frozen=True)
class Correction:
    """A later version of a check-in: when, why, and what it said differently."""

    on: date
    reason: str | None
    changes: list[Change]


@dataclass(frozen=True)
class Event:
    """One entry of the timeline."""

    on: date
    kind: EventKind
    what: str
    status: Status | None = None
    report: Payload | None = None
    more: ToldAnswers | None = None
    corrections: list[Correction] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    text: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Entry:
    """Where something stands on the line of time. It is put into words only when it is shown."""

    on: date
    tell: Tell
    is_start: bool = False
    # What a check-in says that stands.
    report: Payload | None = None


@dataclass(frozen=True)
class Newest:
    """The newest entries, the very first, and how many between them are on another page."""

    entries: Sequence[Entry]
    folded: Sequence[Entry] = ()
    start: Sequence[Entry] = ()


def timeline(told: Sequence[Told]) -> list[Event]:
    """Tell all of it, newest first."""
    return [entry.tell() for entry in outline(told)]


def outline(told: Sequence[Told]) -> list[Entry]:
    """Order it newest first. What happened on one day stands in the order in which it was published."""
    by_subject: dict[tuple[PublicationKind, str], list[Told]] = {}
    for row in told:
        by_subject.setdefault((row.kind, row.subject_id), []).append(row)
    entries: list[Entry] = []
    for rows in by_subject.values():
        versions = sorted(rows, key=lambda row: row.number) if len(rows) > 1 else rows
        entries += _ENTRIES[versions[0].kind](versions)
    # The start stands last among what happened on its own day.
    return sorted(entries, key=lambda entry: (entry.on, not entry.is_start), reverse=True)


def newest(entries: Sequence[Entry]) -> Newest:
    """Fold what is older than the last five check-ins, or than twelve entries. The start always stands."""
    reports = 0
    for place, entry in enumerate(entries):
        reports += entry.report is not None
        if reports > OPEN_REPORTS or place >= MOST_OPEN:
            rest = entries[place:]
            folded = [entry for entry in rest if not entry.is_start]
            if len(folded) >= FEWEST_FOLDED:
                return Newest(entries[:place], folded, [entry for entry in rest if entry.is_start])
            break
    return Newest(entries)


def _promise(versions: Sequence[Told]) -> Iterator[Entry]:
    yield from _taken_back(versions)
    stands = standing(versions)
    if stands:
        yield Entry(stands[0].happened_on, partial(_start, stands[0]), is_start=True)
    for before, after in itertools.pairwise(stands):
        yield Entry(after.happened_on, partial(_change, before.payload, after))


def _start(first: Told) -> Event:
    as_what = "a statement of intent" if first.payload.get("form") == Form.STATEMENT_OF_INTENT else None
    what = f"Published as {as_what}" if as_what else "Commitment published"
    return Event(first.happened_on, EventKind.START, what, note=first.note)


def _taken_back(versions: Sequence[Told]) -> list[Entry]:
    """Tell when and why something was taken back, once for all of its versions of then."""
    return [
        Entry(on, partial(Event, on, EventKind.CHANGE, "Taken back", text=reason))
        for on, reason in _reasons(versions).items()
    ]


def _reasons(versions: Sequence[Told]) -> dict[date, str | None]:
    return {row.retracted_on: row.retraction_reason for row in versions if row.retracted_on is not None}


# How what is said beside a closed commitment is told, each version after the one before it.
_SAID_AT_THE_END = {
    PublicationKind.ASSESSMENT: assessment_event,
    PublicationKind.STILL_IN_PLACE: still_event,
}


def _said_at_the_end(versions: Sequence[Told]) -> Iterator[Entry]:
    before: Payload | None = None
    for row in standing(versions):
        yield Entry(row.happened_on, partial(_said, before, row))
        before = row.payload


def _said(before: Payload | None, row: Told) -> Event:
    what, changes = _SAID_AT_THE_END[row.kind](before, row.payload)
    return Event(row.happened_on, EventKind.CHANGE, what, changes=changes)


def _assessed(versions: Sequence[Told]) -> Iterator[Entry]:
    """Tell how the coordinators judged a check-in, and what its organisation replied."""
    before: Payload | None = None
    for row in standing(versions):
        yield Entry(row.happened_on, partial(_judged, before, row))
        before = row.payload


def _judged(before: Payload | None, row: Told) -> Event:
    told, what = told_assessment(row.payload), assessment_in_words(before, row.payload)
    is_reply = before is not None and before["number"] == row.payload["number"]
    event = Event(row.happened_on, EventKind.REPORT, what, text=told.reply if is_reply else told.reason)
    return event if is_reply else replace(event, status=told.outlook)


def _change(before: Payload, after: Told) -> Event:
    """Tell a later publication: it closes the commitment, adds to what is known, or changes the promise."""
    now_is = after.payload
    changes = promise_changes(before, now_is)
    added = [*_met(milestones_met(before, now_is)), *_read(readings_added(before, now_is))]
    kind, text, note = EventKind.CHANGE, "\n".join(f"{words}." for words in added) or None, after.note
    if moved := handover_answers(before, now_is):
        what, text, note = "; ".join(moved), answer_reason(before, now_is), None
        changes = [change for change in changes if change.label != HELD_BY]
    elif now_is["closed_on"] and not before["closed_on"]:
        what = f"Closed: {CLOSE_REASONS.label(now_is['close_reason'])}"
        text, note = now_is["close_note"], after.note if changes else None
    elif now_is["closed_on"] and (corrected := close_out_changes(before, now_is)):
        what, changes = "What was said at the end was corrected", changes + corrected
    elif any(change.is_goalpost for change in changes):
        what = "The promise was changed"
    elif added and not changes:
        kind, what, text = EventKind.REPORT, added[0], "\n".join(f"{words}." for words in added[1:]) or None
    elif answers := partner_answers(before, now_is):
        kind, what = EventKind.REPORT, "; ".join(answers)
    else:
        what = "Details beside the promise were changed"
    return Event(after.happened_on, kind, what, changes=changes, text=text, note=note)


def _met(titles: Sequence[str]) -> list[str]:
    word = "Milestone met" if len(titles) == 1 else "Milestones met"
    return [f"{word}: {', '.join(titles)}"] if titles else []


def _read(readings: Sequence[str]) -> list[str]:
    return [f"Reading: {words}" for words in readings]


def _reported(versions: Sequence[Told]) -> Iterator[Entry]:
    current = versions[-1]
    report = current.payload if current.retracted_on is None else None
    on = date.fromisoformat(versions[0].payload["submitted_on"])
    yield Entry(on, partial(_report, on, versions), report=report)


def _report(on: date, versions: Sequence[Told]) -> Event:
    current = versions[-1]
    said = current.payload
    what = f"Check-in {said['number']}"
    if current.retracted_on is not None:
        what = f"{what}, taken back on {long_date(current.retracted_on)}"
        return Event(on, EventKind.REPORT, what, text=current.retraction_reason)
    if said["round"]:
        what += f", {said['round']}"
    if said["was_late"]:
        what += ", late"
    return Event(
        on,
        EventKind.REPORT,
        what,
        status=outlook_status(said["outlook"]),
        report=said,
        more=told_answers(said),
        corrections=_corrections(versions) if len(versions) > 1 else [],
        note=_published_again(versions) if len(versions) > 1 else None,
    )


def _corrections(versions: Sequence[Told]) -> list[Correction]:
    """Return the later versions, the last first."""
    found = [
        Correction(after.happened_on, after.note, check_in_changes(before.payload, after.payload))
        for before, after in itertools.pairwise(standing(versions))
    ]
    return found[::-1]


def _published_again(versions: Sequence[Told]) -> str | None:
    if not (reasons := _reasons(versions)):
        return None
    on, reason = list(reasons.items())[-1]
    return f"Published again. What stood here first was taken back on {long_date(on)}: {reason}"


def _missing(versions: Sequence[Told]) -> Iterator[Entry]:
    row = versions[-1]
    if row.retracted_on is None:
        what = f"No report was made for {row.payload['round']}"
        yield Entry(row.happened_on, partial(Event, row.happened_on, EventKind.MISSED, what))


_ENTRIES: dict[PublicationKind, Callable[[Sequence[Told]], Iterator[Entry]]] = {
    PublicationKind.COMMITMENT: _promise,
    PublicationKind.CHECK_IN: _reported,
    PublicationKind.CHECK_IN_ASSESSMENT: _assessed,
    PublicationKind.ASSESSMENT: _said_at_the_end,
    PublicationKind.STILL_IN_PLACE: _said_at_the_end,
    PublicationKind.MISSED_CHECK_IN: _missing,
}
