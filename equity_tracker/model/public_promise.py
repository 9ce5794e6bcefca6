"""What of a commitment the public may see: the payload of its publication, field by field.

A field that is not named here is private. Nothing is copied wholesale.
"""

from copy import copy
from typing import Any

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.public_partner import partner_payloads

Payload = dict[str, Any]

_PLAIN = (
    "title",
    "statement",
    "kind",
    "domain",
    "other_domains",
    "recommendation_areas",
    "other_recommendation_area",
    "marmot_principles",
    "core20plus5",
    "anchor_areas",
    "source_url",
    "approved_by",
    "also_registered_at",
    "inequality",
    "determinants",
    "rationale",
    "mechanisms",
    "how_it_works",
    "population",
    "benefits_own_staff",
    "excluding_system",
    "setting",
    "place",
    "professions",
    "profession",
    "level",
    "actor_position",
    "reach",
    "distribution",
    "how_inequality_shrinks",
    "upstream_meanings",
    "decision_power",
    "decision_body",
    "money_holder",
    "sponsor_statement",
    "forum",
    "resources",
    "funding_source",
    "ends_precision",
    "deliverable",
    "measure",
    "baseline",
    "evidence_source",
    "ask_addressee",
    "ask",
    "why_us",
    "reply_logging",
    "additionality",
    "counterfactual",
    "reference",
    "made_by_name",
)
_DATES = (
    "approved_on",
    "funding_ends_on",
    "starts_on",
    "ends_on",
    "baseline_by",
    "ask_by",
    "made_on",
    "closed_on",
)


def commitment_payload(commitment: Commitment) -> Payload:
    """Copy what the public may see of a commitment: job titles, never names or addresses."""
    payload: Payload = {name: copy(getattr(commitment, name)) for name in _PLAIN}
    payload |= {name: _iso(getattr(commitment, name)) for name in _DATES}
    payload |= {
        "organisation_name": commitment.organisation.name,
        "organisation_slug": commitment.organisation.slug,
        "programme_name": commitment.programme.name,
        "programme_slug": commitment.programme.slug,
        "milestones": [
            {
                "title": milestone.title,
                "planned_on": _iso(milestone.planned_on),
                "revised_on": _iso(milestone.revised_on),
                "actual_on": _iso(milestone.actual_on),
            }
            for milestone in commitment.milestones
        ],
        "partners": partner_payloads(commitment),
        "owners": {
            role.value: row.job_title for role in OwnerRole if (row := commitment.owner(role)) is not None
        },
        "close_reason": commitment.close_reason,
        "close_note": commitment.close_note,
        "imported": dict(commitment.imported.facts) if commitment.imported else None,
    }
    return payload


def _iso(value: Any) -> str | None:  # noqa: ANN401 - a date or nothing, read by name
    return value.isoformat() if value is not None else None
