"""What a partner is shown of a promise before it answers, and what of it has changed since."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equity_tracker.model.partner import Partner

_OF_THE_PROMISE = (
    "title",
    "statement",
    "domain",
    "level",
    "distribution",
    "decision_power",
    "decision_body",
    "money_holder",
    "deliverable",
    "ends_precision",
)
_OF_THE_PART = ("role", "contribution", "worked_together_before", "outcome")
# A partner agreed to these: when one changes, its agreement is to the text before.
AGREED_TO = {
    "statement": "the statement",
    "level": "the level of action",
    "role": "its role",
    "contribution": "what it contributes",
}


def proposal(partner: "Partner") -> dict[str, Any]:
    """Copy the promise and the partner's part in it as they stand. No names, no owners, no money."""
    commitment = partner.commitment
    copied: dict[str, Any] = {name: getattr(commitment, name) for name in _OF_THE_PROMISE}
    copied |= {name: getattr(partner, name) for name in _OF_THE_PART}
    copied["upstream_meanings"] = list(commitment.upstream_meanings or [])
    copied["measures"] = [row.name for row in commitment.measures]
    copied["ends_on"] = commitment.ends_on.isoformat() if commitment.ends_on else None
    return copied


def changed_since(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """Name in words what was agreed to and reads differently now."""
    if before is None or after is None:
        return []
    return [words for name, words in AGREED_TO.items() if before.get(name) != after.get(name)]
