"""The two lights, never merged: have they reported, and how is it going?"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Protocol

from equity_tracker.model.dates import long_date
from equity_tracker.model.vocabulary import CLOSE_REASONS, OUTLOOKS


class Tone(StrEnum):
    """How a status is coloured. Grey is for silence; green never means good in itself."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"
    DONE = "done"


class Shape(StrEnum):
    """The shape beside the word, so that colour is never alone."""

    TICK = "tick"
    TRIANGLE = "triangle"
    CROSS = "cross"
    RING = "ring"
    SQUARE = "square"


class Reporting(StrEnum):
    """Have they reported?"""

    REPORTED = "reported"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_REPORTED = "not_reported"
    NEVER_REPORTED = "never_reported"
    NOT_ASKED = "not_asked"
    CLOSED = "closed"


class PartnerState(StrEnum):
    """What a named partner has said. Silence is no agreement."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    NOT_IN_REGISTER = "not_in_register"


@dataclass(frozen=True)
class Status:
    """A word, a shape and a colour, in that order of importance."""

    slug: str
    label: str
    tone: Tone
    shape: Shape

    def __hash__(self) -> int:
        """Hash the words alone: what is drawn of a status is remembered, and asked for in every row."""
        return hash(self.label)


class ReportingFacts(Protocol):
    """What the reporting light is read from."""

    last_reported_on: date | None
    next_due_on: date | None
    grace_until: date | None
    closed_on: date | None


class DeliveryFacts(Protocol):
    """What the delivery light is read from."""

    outlook: str | None
    last_reported_on: date | None
    stale_from: date | None
    closed_on: date | None
    close_reason: str | None
    source_status: str | None


_OUTLOOK_LOOKS = {
    "on_track": (Tone.GOOD, Shape.TICK),
    "at_risk": (Tone.WARN, Shape.TRIANGLE),
    "off_track": (Tone.BAD, Shape.CROSS),
    "too_early": (Tone.NONE, Shape.RING),
    "not_assessable": (Tone.NONE, Shape.RING),
}
# Slugs of the delivery light beyond the outlooks.
STALE = "stale"
NOTHING_YET = "nothing_yet"
AS_SOURCED = "as_sourced"
CLOSED = "closed"


@cache
def outlook_status(slug: str) -> Status:
    """Return how one outlook is shown."""
    tone, shape = _OUTLOOK_LOOKS[slug]
    return Status(slug, OUTLOOKS.label(slug), tone, shape)


def reporting(facts: ReportingFacts, today: date) -> Reporting:
    """Say where a commitment stands with its reporting.

    Overdue begins after the due date, *not reported* after the grace date (our wording).
    """
    if facts.closed_on is not None:
        return Reporting.CLOSED
    if facts.next_due_on is None or facts.grace_until is None:
        return Reporting.NOT_ASKED if facts.last_reported_on is None else Reporting.REPORTED
    if today <= facts.next_due_on:
        return Reporting.DUE
    if today <= facts.grace_until:
        return Reporting.OVERDUE
    return Reporting.NEVER_REPORTED if facts.last_reported_on is None else Reporting.NOT_REPORTED


def owed_since(facts: ReportingFacts, today: date) -> date | None:
    """Return the day by which a report was due that has not come."""
    is_owed = facts.closed_on is None and facts.next_due_on is not None and facts.next_due_on < today
    return facts.next_due_on if is_owed else None


_REPORTING_STATUSES = {
    state: Status(state.value, label, tone, shape)
    for state, label, tone, shape in (
        (Reporting.REPORTED, "Reported", Tone.GOOD, Shape.TICK),
        (Reporting.DUE, "Due", Tone.NONE, Shape.RING),
        (Reporting.OVERDUE, "Overdue", Tone.WARN, Shape.TRIANGLE),
        (Reporting.NOT_REPORTED, "Not reported", Tone.NONE, Shape.RING),
        (Reporting.NEVER_REPORTED, "Never reported", Tone.NONE, Shape.RING),
        (Reporting.NOT_ASKED, "Not asked yet", Tone.NONE, Shape.RING),
        (Reporting.CLOSED, "Closed", Tone.DONE, Shape.SQUARE),
    )
}


def reporting_status(facts: ReportingFacts, today: date) -> Status:
    """Return the reporting light."""
    state = reporting(facts, today)
    if state is Reporting.DUE and facts.next_due_on is not None:
        return _due_status(facts.next_due_on)
    return _REPORTING_STATUSES[state]


def is_stale(facts: DeliveryFacts, today: date) -> bool:
    """Say whether the last outlook is too old to be shown as if current."""
    return facts.closed_on is None and facts.stale_from is not None and today >= facts.stale_from


def delivery_status(facts: DeliveryFacts, today: date) -> Status:
    """Return the delivery light. A stale commitment is never shown with its last outlook."""
    if facts.closed_on is not None:
        return _closed_status(facts.close_reason)
    if facts.source_status is not None:
        return Status(AS_SOURCED, f"Source says: {facts.source_status}", Tone.NONE, Shape.SQUARE)
    if facts.outlook is None or facts.last_reported_on is None:
        return _NOTHING_YET
    if is_stale(facts, today):
        return _stale_status(facts.last_reported_on)
    return outlook_status(facts.outlook)


# Made once and not for each row of a list.
DAYS_REMEMBERED = 500
_NOTHING_YET = Status(NOTHING_YET, "Nothing reported yet", Tone.NONE, Shape.RING)


@lru_cache(DAYS_REMEMBERED)
def _due_status(due_on: date) -> Status:
    return replace(_REPORTING_STATUSES[Reporting.DUE], label=f"Due {long_date(due_on)}")


@cache
def _closed_status(reason: str | None) -> Status:
    label = CLOSE_REASONS.label(reason) if reason else "Closed"
    return Status(CLOSED, label, Tone.DONE, Shape.SQUARE)


@lru_cache(DAYS_REMEMBERED)
def _stale_status(last_reported_on: date) -> Status:
    return Status(STALE, f"No update since {long_date(last_reported_on)}", Tone.NONE, Shape.RING)


_PARTNER_STATUSES = {
    state: Status(state.value, label, tone, shape)
    for state, label, tone, shape in (
        (PartnerState.PROPOSED, "Not yet confirmed", Tone.NONE, Shape.RING),
        (PartnerState.CONFIRMED, "Confirmed", Tone.DONE, Shape.TICK),
        (PartnerState.DECLINED, "Named as partner; not confirmed", Tone.NONE, Shape.SQUARE),
        (PartnerState.NOT_IN_REGISTER, "Not in this register", Tone.NONE, Shape.RING),
    )
}


def partner_status(state: PartnerState | str) -> Status:
    """Return how a partner's answer is shown in public: without blame, whichever it is."""
    return _PARTNER_STATUSES[PartnerState(state)]


def partner_answer(state: PartnerState) -> Status:
    """Return how it is shown to those who may know: the two organisations and the coordinator."""
    status = partner_status(state)
    return replace(status, label="Declined") if state is PartnerState.DECLINED else status
