"""What has happened to a commitment, as a report tells it: the public line of time as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.model.report_choice import Period
from equity_tracker.model.status import Status, outlook_status
from equity_tracker.public.timeline import Event, outline
from equity_tracker.public.told import Told
from equity_tracker.reports.composing import latest_check_in
from equity_tracker.reports.lines import LatestCheckIn

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Corrected:
    """A later version of a check-in: when, why, and what it said differently."""

    on: date
    reason: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class StoryEntry:
    """One entry of the line of time. `kind` is how it is marked: report, change, missed or start."""

    on: date
    kind: str
    what: str
    status: Status | None = None
    said: LatestCheckIn | None = None
    corrections: tuple[Corrected, ...] = ()
    changes: tuple[Change, ...] = ()
    text: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class OwnCheckIn:
    """A check-in as its own organisation may read it, and what marks it as not public."""

    payload: Payload
    marking: str


def tell_story(
    told: Sequence[Told], addresses: Sequence[str], own: Mapping[int, OwnCheckIn]
) -> list[StoryEntry]:
    """Tell all of it, newest first.

    :param own: check-ins by number as their organisation reads them; none in a public edition.
    """
    entries = [_entry(row.tell(), addresses, own) for row in outline(told)]
    numbers = {entry.said.number for entry in entries if entry.said is not None}
    entries += [_unpublished(row, addresses) for number, row in own.items() if number not in numbers]
    # Python's sort keeps the order of one day.
    return sorted(entries, key=lambda entry: entry.on, reverse=True)


def within(entries: Sequence[StoryEntry], period: Period) -> list[StoryEntry]:
    return [entry for entry in entries if period.holds(entry.on)]


def _entry(event: Event, addresses: Sequence[str], own: Mapping[int, OwnCheckIn]) -> StoryEntry:
    entry = StoryEntry(
        on=event.on,
        kind=event.kind.value,
        what=event.what,
        status=event.status,
        corrections=tuple(Corrected(row.on, row.reason, tuple(row.changes)) for row in event.corrections),
        changes=tuple(event.changes),
        text=event.text,
        note=event.note,
    )
    if event.report is None:
        return entry
    ours = own.get(event.report["number"])
    said = ours.payload if ours else event.report
    return replace(entry, said=latest_check_in(said, addresses, ours.marking if ours else ""))


def _unpublished(row: OwnCheckIn, addresses: Sequence[str]) -> StoryEntry:
    said = latest_check_in(row.payload, addresses, row.marking)
    return StoryEntry(
        on=said.submitted_on,
        kind="report",
        what=f"Check-in {said.number}",
        status=outlook_status(row.payload["outlook"]),
        said=said,
    )
