"""What the public may see of a commitment's partners: their parts, their answers, their own readings.

Why a partner declined, who answered, and when somebody was asked are not among it.
"""

from typing import TYPE_CHECKING, Any

from equity_tracker.model.partner import Answer, Partner
from equity_tracker.model.partner_reading import PartnerReading

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment

Payload = dict[str, Any]


def partner_payloads(commitment: "Commitment") -> list[Payload]:
    """Copy the partners. One that has come to hold the commitment is its partner no longer."""
    others = [row for row in commitment.partners if row.partner_organisation != commitment.organisation]
    return [_partner(row) for row in others]


def _partner(partner: Partner) -> Payload:
    organisation = partner.partner_organisation
    is_confirmed = partner.answer is Answer.CONFIRMED
    return {
        "name": partner.name,
        "role": partner.role,
        "contribution": partner.contribution,
        "worked_together_before": partner.worked_together_before,
        "outcome": partner.outcome,
        "organisation_slug": organisation.slug if organisation else None,
        "state": partner.state.value,
        "confirmed_on": _iso(partner.answered_on) if is_confirmed else None,
        # The publication that was confirmed; None when it was confirmed before it was public.
        "confirmed_publication": partner.answered_publication if is_confirmed else None,
        "changed_since": partner.changes_since_answer if is_confirmed else [],
        "reading": _reading(partner),
    }


def _reading(partner: Partner) -> Payload | None:
    """Copy the latest reading. One who declines to be a partner has none."""
    reading: PartnerReading | None = partner.reading
    if reading is None or partner.answer is Answer.DECLINED:
        return None
    commitment = partner.commitment
    claim = {
        "level": commitment.level,
        "decision_power": commitment.decision_power,
        "upstream_meanings": commitment.upstream_meanings,
    }
    return reading.says | {
        "number": reading.number,
        "given_on": _iso(reading.given_on),
        "publication": reading.publication,
        "differs_on": reading.differs_on(claim),
    }


def _iso(value: Any) -> str | None:  # noqa: ANN401 - a date or nothing
    return value.isoformat() if value is not None else None
