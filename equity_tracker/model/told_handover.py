"""How a commitment moved from one organisation to another, in words. Pure, over payloads."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from equity_tracker.model.dates import long_date
from equity_tracker.model.handover import HandoverDecision

Payload = Mapping[str, Any]

_ANSWERED = {
    HandoverDecision.ACCEPTED: "{to} accepted this promise as it stands",
    HandoverDecision.AMENDED: "{to} accepted this promise with changes",
    HandoverDecision.DECLINED: "{to} declined this promise, which closed it",
}
_NOT_ANSWERED = "{to} has not said yet whether it takes this promise on"


def latest_handover(says: Payload) -> Payload | None:
    """Return how it came to its holder, from what is published. The oldest publications say nothing of it."""
    rows: Sequence[Payload] = says.get("handovers") or ()
    return rows[-1] if rows else None


def stands_in_words(handover: Payload) -> str | None:
    """Say what the holder has answered, and on what day; or that it has not. None if nobody asks."""
    if handover["decision"] is not None:
        day = long_date(date.fromisoformat(handover["decided_on"]))
        return f"On {day} {_answer(handover)}"
    return _NOT_ANSWERED.format(to=handover["to_name"]) if handover["is_awaited"] else None


def answer_in_full(says: Payload) -> str | None:
    """Say what the holder answered and why, or that it has not; None if it never moved, or nobody asks."""
    handover = latest_handover(says)
    stands = stands_in_words(handover) if handover else None
    if handover is None or stands is None:
        return None
    return f"{stands}. It says: {handover['reason']}" if handover["reason"] else f"{stands}."


def handover_answers(before: Payload, after: Payload) -> list[str]:
    """Tell how it moved, and what its holder answered, between one publication and the next."""
    old, new = before.get("handovers") or (), after.get("handovers") or ()
    told = []
    for place, row in enumerate(new):
        was = old[place] if place < len(old) else None
        if was is None:
            told.append(f"{row['to_name']} holds this promise now, after {row['from_name']}")
        if row["decision"] is not None and (was is None or was["decision"] is None):
            told.append(_answer(row))
    return told


def newly_left(before: Payload | None, after: Payload) -> str | None:
    """Return the slug of the organisation that handed it over between the two, if one did."""
    latest = latest_handover(after)
    is_new = len(after.get("handovers") or ()) > len((before or {}).get("handovers") or ())
    return latest["from_slug"] if latest is not None and is_new else None


def answer_reason(before: Payload, after: Payload) -> str | None:
    """Return why the holder answered as it did, if it answered between the two publications."""
    latest, was = latest_handover(after), latest_handover(before)
    is_new = latest is not None and latest["decision"] is not None and latest != was
    return latest["reason"] if latest is not None and is_new else None


def _answer(handover: Payload) -> str:
    return _ANSWERED[HandoverDecision(handover["decision"])].format(to=handover["to_name"])
