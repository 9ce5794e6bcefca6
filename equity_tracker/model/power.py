"""Who decides: what a promise claims, and what its check-ins show. A bare claim is said to be one."""

from typing import TYPE_CHECKING

from equity_tracker.model.quality import POWER_IS_HELD
from equity_tracker.model.vocabulary import DECISION_POWERS

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment

NOT_EVIDENCED = "claimed, not evidenced"
AS_CLAIMED = "as claimed"


def claims_power(claimed: str | None) -> bool:
    """Say whether residents are said to have any part in the decision, so that it can be asked about."""
    return _number(claimed) > 0


def power_standing(claimed: str | None, body: str | None, shown: str | None) -> str:
    """Say how the claim stands beside the last check-in that answered.

    To hold power takes a named body (domain-brief 2.6). What is shown may be less than what is claimed.
    """
    if shown is not None:
        if _number(shown) < _number(claimed):
            return f"{NOT_EVIDENCED}: the last check-in shows “{DECISION_POWERS.label(shown).lower()}”"
        more = "" if shown == claimed else f": “{DECISION_POWERS.label(shown).lower()}”"
        return f"claimed, and shown at the last check-in{more}"
    return NOT_EVIDENCED if claimed in POWER_IS_HELD and not body else AS_CLAIMED


def power_of(commitment: "Commitment") -> str:
    """Say how the claim of a commitment stands, as the public reads it; nothing where none is made."""
    if not claims_power(commitment.decision_power):
        return ""
    told = (row.published for row in commitment.check_ins if not row.is_retracted)
    shown = [row.decision_power for row in told if row is not None and row.decision_power is not None]
    return power_standing(commitment.decision_power, commitment.decision_body, shown[-1] if shown else None)


def shown_power(shown: str | None, claimed: str | None) -> str:
    """Name the power that a check-in shows, and the claim beside it where that is more."""
    if shown is None:
        return ""
    words = DECISION_POWERS.label(shown)
    if _number(shown) < _number(claimed):
        words += f" (claimed, not evidenced: {DECISION_POWERS.label(claimed).lower()})"
    return words


def _number(slug: str | None) -> int:
    return (DECISION_POWERS.get(slug).number or 0) if slug and slug in DECISION_POWERS else 0
