"""The sentences below the two lights: who said what and when, and what is owed since when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from equity_tracker.model.dates import long_date
from equity_tracker.model.status import (
    AS_SOURCED,
    STALE,
    DeliveryFacts,
    Reporting,
    ReportingFacts,
    delivery_status,
    reporting_status,
)
from equity_tracker.model.vocabulary import DELIVERIES

Payload = Mapping[str, Any]


def delivery_note(facts: DeliveryFacts, check_in: Payload | None, as_of: date) -> str:
    """Say how far delivery has got, and who said so."""
    slug = delivery_status(facts, as_of).slug
    if facts.closed_on is not None:
        return f"Closed on {long_date(facts.closed_on)}."
    if slug == AS_SOURCED:
        return "As judged by the source, not by the organisation."
    if slug == STALE:
        return "The last answer is too old to stand for today, and is not shown here."
    if check_in is None or facts.last_reported_on is None:
        return ""
    delivered = DELIVERIES.label(check_in["delivery"]).lower()
    said_on = long_date(date.fromisoformat(check_in["submitted_on"]))
    return f"Delivered so far: {delivered} (said on {said_on})."


def reporting_note(facts: ReportingFacts, as_of: date) -> str:
    """Say what is owed and since when, and when the last report came."""
    state = reporting_status(facts, as_of).slug
    last = f" Last report: {long_date(facts.last_reported_on)}." if facts.last_reported_on else ""
    if state in {Reporting.CLOSED, Reporting.NOT_ASKED} or facts.next_due_on is None:
        return last.strip()
    if state == Reporting.DUE:
        return last.strip() or "This is the first report that is asked for."
    grace = f", with days of grace until {long_date(facts.grace_until)}" if facts.grace_until else ""
    return f"A report was due on {long_date(facts.next_due_on)}{grace}.{last}"
