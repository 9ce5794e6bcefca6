"""How an assessment of a check-in reads, from what was published. No tables here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model.status import Status, outlook_status
from equity_tracker.model.vocabulary import DELIVERIES


@dataclass(frozen=True)
class ToldAssessment:
    """Who judged, when, how and why, and what the organisation replied."""

    by: str
    on: date
    outlook: Status
    delivery: str
    reason: str
    check_in: int
    of_version: int
    reply: str | None
    replied_on: date | None


def told_assessment(payload: Mapping[str, Any]) -> ToldAssessment:
    reply = payload["reply"]
    return ToldAssessment(
        by=f"the coordinators of {payload['programme']}",
        on=date.fromisoformat(payload["assessed_on"]),
        outlook=outlook_status(payload["outlook"]),
        delivery=DELIVERIES.label(payload["delivery"]),
        reason=payload["reason"],
        check_in=payload["check_in"],
        of_version=payload["of_version"],
        reply=reply["words"] if reply else None,
        replied_on=date.fromisoformat(reply["replied_on"]) if reply else None,
    )


def assessment_in_words(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """Say what was new in a version: the assessment, or the reply to it."""
    check_in = f"check-in {after['check_in']}"
    if before is not None and before["number"] == after["number"]:
        return f"The organisation replied to the assessment of {check_in}"
    told = told_assessment(after)
    again = " again" if before is not None else ""
    return f"Assessed{again} by {told.by}: {check_in}"
