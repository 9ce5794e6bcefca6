"""What has happened to a commitment, told from its publications alone, newest first."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from equity_tracker.model.change import Change
from equity_tracker.model.changes import check_in_changes, promise_changes
from equity_tracker.model.dates import long_date
from equity_tracker.model.measure_changes import milestones_met, readings_added
from equity_tracker.model.partner_changes import partner_answers
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.status import Status, outlook_status
from equity_tracker.model.told_answers import ToldAnswers, told_answers
from equity_tracker.model.told_assessment import assessment_in_words, told_assessment
from equity_tracker.model.vocabulary import CLOSE_REASONS, LEVELS
from equity_tracker.public.endings import assessment_event, close_out_changes, still_event

Payload = dict[str, Any]


class Told(Protocol):
    """One publication, as it was read."""

    @property
    def kind(self) -> PublicationKind: ...
    @property
    def subject_id(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def is_current(self) -> bool: ...
    @property
    def payload(self) -> Payload: ...
    @property
    def note(self) -> str | None: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def retracted_on(self) -> date | None: ...
    @property
    def retraction_reason(self) -> str | None: ...


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


def timeline(told: Sequence[Told]) -> list[Event]:
    """Tell it newest first. What happened on one day is told in the order in which it was published."""
    by_subject: dict[tuple[PublicationKind, str], list[Told]] = {}
    for row in told:
        by_subject.setdefault((row.kind, row.subject_id), []).append(row)
    events: list[Event] = []
    for rows in by_subject.values():
        versions = sorted(rows, key=lambda row: row.number)
        if versions[0].kind is PublicationKind.COMMITMENT:
            events += _promise(versions)
        elif versions[0].kind is PublicationKind.CHECK_IN:
            events.append(_report(versions))
        elif versions[0].kind is PublicationKind.CHECK_IN_ASSESSMENT:
            events += _assessed(versions)
        elif versions[0].kind in _SAID_AT_THE_END:
            events += _said_at_the_end(versions)
        elif versions[-1].retracted_on is None:
            events.append(_missed(versions[-1]))
    # The start stands last among what happened on its own day.
    return sorted(events, key=lambda event: (event.on, event.kind is not EventKind.START), reverse=True)


def standing(versions: Sequence[Told]) -> list[Told]:
    """Leave out what was taken back: its words are told nowhere, not even as what came before."""
    return [row for row in versions if row.retracted_on is None]


def _promise(versions: Sequence[Told]) -> list[Event]:
    events = _taken_back(versions)
    versions = standing(versions)
    if not versions:
        return events
    first = versions[0]
    as_what = "a statement of intent" if first.payload.get("form") == Form.STATEMENT_OF_INTENT else None
    what = f"Published as {as_what}" if as_what else "Commitment published"
    events.append(Event(first.happened_on, EventKind.START, what, note=first.note))
    for before, after in itertools.pairwise(versions):
        events.append(_change(before.payload, after))
    return events


def _taken_back(versions: Sequence[Told]) -> list[Event]:
    """Tell when and why something was taken back, once for all of its versions of then."""
    reasons = {row.retracted_on: row.retraction_reason for row in versions if row.retracted_on is not None}
    return [Event(on, EventKind.CHANGE, "Taken back", text=reason) for on, reason in reasons.items()]


# How what is said beside a closed commitment is told, each version after the one before it.
_SAID_AT_THE_END = {
    PublicationKind.ASSESSMENT: assessment_event,
    PublicationKind.STILL_IN_PLACE: still_event,
}


def _said_at_the_end(versions: Sequence[Told]) -> list[Event]:
    stands = standing(versions)
    befores = [None, *(row.payload for row in stands)]
    events = []
    for before, row in zip(befores, stands, strict=False):
        what, changes = _SAID_AT_THE_END[row.kind](before, row.payload)
        events.append(Event(row.happened_on, EventKind.CHANGE, what, changes=changes))
    return events


def _assessed(versions: Sequence[Told]) -> list[Event]:
    """Tell how the coordinators judged a check-in, and what its organisation replied."""
    stands = standing(versions)
    befores = [None, *(row.payload for row in stands)]
    events = []
    for before, row in zip(befores, stands, strict=False):
        told, what = told_assessment(row.payload), assessment_in_words(before, row.payload)
        is_reply = before is not None and before["number"] == row.payload["number"]
        event = Event(row.happened_on, EventKind.REPORT, what, text=told.reply if is_reply else told.reason)
        events.append(event if is_reply else replace(event, status=told.outlook))
    return events


def _change(before: Payload, after: Told) -> Event:
    """Tell a later publication: it closes the commitment, adds to what is known, or changes the promise."""
    now_is = after.payload
    changes = promise_changes(before, now_is)
    added = [*_met(milestones_met(before, now_is)), *_read(readings_added(before, now_is))]
    kind, text, note = EventKind.CHANGE, "\n".join(f"{words}." for words in added) or None, after.note
    if now_is["closed_on"] and not before["closed_on"]:
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


def _report(versions: Sequence[Told]) -> Event:
    first, current = versions[0], versions[-1]
    on = date.fromisoformat(first.payload["submitted_on"])
    what = f"Check-in {first.payload['number']}"
    if current.retracted_on is not None:
        return Event(
            on,
            EventKind.REPORT,
            f"{what}, taken back on {long_date(current.retracted_on)}",
            text=current.retraction_reason,
        )
    if current.payload["round"]:
        what += f", {current.payload['round']}"
    if current.payload["was_late"]:
        what += ", late"
    corrections = [
        Correction(after.happened_on, after.note, check_in_changes(before.payload, after.payload))
        for before, after in itertools.pairwise(standing(versions))
    ]
    taken_back = _taken_back(versions)
    note = None
    if taken_back:
        last = taken_back[-1]
        note = f"Published again. What stood here first was taken back on {long_date(last.on)}: {last.text}"
    return Event(
        on,
        EventKind.REPORT,
        what,
        status=outlook_status(current.payload["outlook"]),
        report=current.payload,
        more=told_answers(current.payload),
        corrections=corrections[::-1],
        note=note,
    )


def power_shown(event: Event) -> str | None:
    """Return the community's decision power that a report could show, if it said so."""
    return event.report.get("decision_power") if event.report else None


def _missed(row: Told) -> Event:
    return Event(row.happened_on, EventKind.MISSED, f"No report was made for {row.payload['round']}")


@dataclass(frozen=True)
class Answered:
    """How many of the rounds that asked for a report have got one, in time or late."""

    reported: int
    asked: int


def rounds_answered(told: Sequence[Told]) -> Answered:
    """Count round by round. One whose report was taken back has asked, and has no answer."""
    rounds: dict[bool, set[str]] = {True: set(), False: set()}
    for row in told:
        if row.kind in {PublicationKind.CHECK_IN, PublicationKind.MISSED_CHECK_IN} and row.is_current:
            is_answer = row.kind is PublicationKind.CHECK_IN and row.retracted_on is None
            if row.payload["round"]:
                rounds[is_answer].add(row.payload["round"])
    return Answered(len(rounds[True]), len(rounds[True] | rounds[False]))


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
        if row.kind in {PublicationKind.CHECK_IN, PublicationKind.MISSED_CHECK_IN} and row.is_current
    ]
    return sorted(points, key=lambda point: point[0])


def _number(level: str) -> int | None:
    return LEVELS.get(level).number
