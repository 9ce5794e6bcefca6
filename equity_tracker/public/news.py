"""What a publication tells, in the sentences of feeds and of mails to followers.

The words are those of the timeline on the commitment's page, so that nothing is told in two ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.model.dates import long_date
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.told_handover import newly_left
from equity_tracker.public import beside
from equity_tracker.public.timeline import Event, timeline

LONGEST_LINE = 500


@dataclass(frozen=True)
class News:
    """One publication in words.

    `about_id` is the commitment that it tells of; `slug` and `title` are there unless that was taken back.
    What is written beside commitments has an `entry_id` instead.
    """

    id: int
    key: str
    kind: PublicationKind
    what: str
    at: datetime
    lines: list[str] = field(default_factory=list)
    programme_id: int | None = None
    organisation_id: int | None = None
    organisation: str | None = None
    about_id: str | None = None
    slug: str | None = None
    title: str | None = None
    entry_id: str | None = None
    # By its slug, the organisation that it was handed over from: who follows that one is told as well.
    left: str | None = None
    is_retraction: bool = False
    is_closing: bool = False


@dataclass(frozen=True)
class _Earlier:
    """The publication before one, as the timeline reads it."""

    kind: PublicationKind
    subject_id: str
    number: int
    payload: dict[str, Any]
    note: str | None
    happened_on: date
    retracted_on: date | None
    retraction_reason: str | None
    is_current: bool = False


def tell(rows: Sequence[Any]) -> list[News]:
    """Tell the publications in their order. One that says nothing new to a reader is left out."""
    return [news for row in rows if (news := _tell(row)) is not None]


def _tell(row: Any) -> News | None:  # noqa: ANN401 - a database row, by name
    if row.kind in beside.NAMES:
        return _beside(row)
    if row.retracted_on is not None:
        return _taken_back(row)
    if row.kind is PublicationKind.PROGRAMME:
        return _programme(row)
    if row.kind is PublicationKind.ROUND:
        counts = row.payload
        lines = [f"{counts['reported']} of {counts['expected']} reported by the time it closed."]
        return _news(row, f"{counts['name']}, due {_day(counts['due_on'])}, has closed", lines)
    event = _event(row)
    if event is None:
        return None
    what, lines = _words(row, event)
    return replace(_news(row, what, lines), left=newly_left(row.before_payload, row.payload))


def _event(row: Any) -> Event | None:  # noqa: ANN401 - a database row, by name
    """Return what the timeline has with this publication and had not without it."""
    earlier = [_earlier(row)] if row.before_payload is not None else []
    known = timeline(earlier)
    return next((event for event in timeline([*earlier, row]) if event not in known), None)


def _earlier(row: Any) -> _Earlier:  # noqa: ANN401 - a database row, by name
    return _Earlier(
        row.kind,
        row.subject_id,
        row.number - 1,
        row.before_payload,
        row.before_note,
        row.before_on,
        row.before_retracted_on,
        row.before_retraction_reason,
    )


def _words(row: Any, event: Event) -> tuple[str, list[str]]:  # noqa: ANN401 - a database row, by name
    if event.corrections:
        newest = event.corrections[0]
        reason = [f"Reason given: {newest.reason}"] if newest.reason else []
        return f"Check-in {row.payload['number']} was corrected", [*reason, *_changes(newest.changes)]
    what = event.what
    if event.status is not None:
        what += f": {event.status.label.lower()}"
    lines = [line for line in (event.text or "").splitlines() if line]
    if event.report is not None:
        lines += [words for name in ("why", "what_changed") if (words := event.report[name])]
    lines += _changes(event.changes)
    return what, [*lines, event.note] if event.note else lines


def _changes(changes: Sequence[Change]) -> list[str]:
    return [
        f"{change.label} has been rewritten."
        if change.is_long
        else f"{change.label}: {change.before or 'nothing'} before, {change.after or 'nothing'} now."
        for change in changes
    ]


def _beside(row: Any) -> News:  # noqa: ANN401 - a database row, by name
    """Tell a statement, case study or support by its name; of one that was taken back, when and why."""
    name, payload = beside.NAMES[row.kind], row.payload
    about = {"organisation_id": row.written_by_id, "organisation": ", ".join(payload["written_by"])}
    if row.retracted_on is not None:
        return replace(_withdrawn(row, name), entry_id=row.subject_id, **about)
    what = f"{name} was {'published' if row.before_payload is None else 'changed'}"
    lines = [row.note] if row.note else [payload.get("text") or ""]
    return replace(
        _news(row, what, [line for line in lines if line]),
        entry_id=row.subject_id,
        title=payload.get("title") or payload.get("profession") or name,
        **about,
    )


def _taken_back(row: Any) -> News:  # noqa: ANN401 - a database row, by name
    """Say that it was taken back, when and why, and nothing of what it said."""
    is_promise = row.kind is PublicationKind.COMMITMENT
    name = f"Commitment {row.reference}" if is_promise else f"Check-in {row.payload['number']}"
    return _withdrawn(row, name)


def _withdrawn(row: Any, name: str) -> News:  # noqa: ANN401 - a database row, by name
    lines = [f"Reason given: {row.retraction_reason}"] if row.retraction_reason else []
    return _news(row, f"{name} was taken back on {long_date(row.retracted_on)}", lines)


def _programme(row: Any) -> News | None:  # noqa: ANN401 - a database row, by name
    """Of what is public of a programme, only its end is news."""
    payload = row.payload
    if not payload["closed_on"] or (row.before_payload or {}).get("closed_on"):
        return None
    lines = [payload["closing_statement"]] if payload["closing_statement"] else []
    return _news(row, f"{payload['name']} closed on {_day(payload['closed_on'])}", lines, is_closing=True)


def _news(row: Any, what: str, lines: list[str], *, is_closing: bool = False) -> News:  # noqa: ANN401 - as above
    is_retraction = row.retracted_on is not None
    hides_title = is_retraction and row.kind is PublicationKind.COMMITMENT
    at = row.published_at
    if is_retraction:
        at = max(at, datetime.combine(row.retracted_on, time(), UTC))
    return News(
        id=row.id,
        key=f"{row.kind.value}/{row.subject_id}/{'taken-back' if is_retraction else row.number}",
        kind=row.kind,
        what=what,
        lines=[_shortened(line) for line in lines],
        at=at,
        programme_id=row.programme_id,
        organisation_id=row.organisation_id,
        organisation=row.organisation_name,
        about_id=row.about_id,
        slug=None if hides_title else row.slug,
        title=None if hides_title else row.title,
        is_retraction=is_retraction,
        is_closing=is_closing,
    )


def _shortened(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= LONGEST_LINE else f"{words[: LONGEST_LINE - 1].rstrip()}…"


def _day(value: str) -> str:
    return long_date(date.fromisoformat(value))
