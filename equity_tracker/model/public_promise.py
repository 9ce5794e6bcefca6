"""What of a commitment the public may see: the payload of its publication, field by field.

A field that is not named here is private. Nothing is copied wholesale.
"""

from copy import copy
from typing import Any

from equity_tracker.model.close_out import CloseOut, is_reference
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.four_answers import HasFourAnswers
from equity_tracker.model.handover import handover_payloads
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.public_measure import signs_payload
from equity_tracker.model.public_partner import partner_payloads
from equity_tracker.model.stored_file import file_payload

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
    "ask_by",
    "made_on",
    "closed_on",
)


def commitment_payload(commitment: Commitment, *, hides_small: bool = True) -> Payload:
    """Copy what the public may see of a commitment: job titles, never names or addresses.

    :param hides_small: leave out numbers of people below six; False for the organisation's own papers only.
    """
    close_out = commitment.close_out if commitment.closed_on else None
    payload: Payload = {name: copy(getattr(commitment, name)) for name in _PLAIN}
    payload |= {name: _iso(getattr(commitment, name)) for name in _DATES}
    payload |= {
        "organisation_name": commitment.organisation.name,
        "organisation_slug": commitment.organisation.slug,
        "programme_name": commitment.programme.name,
        "programme_slug": commitment.programme.slug,
        **signs_payload(commitment, hides_small=hides_small),
        "partners": partner_payloads(commitment),
        "owners": {
            role.value: row.job_title for role in OwnerRole if (row := commitment.owner(role)) is not None
        },
        "handovers": handover_payloads(commitment),
        "close_reason": commitment.close_reason,
        "close_note": close_out.what_happened if close_out else None,
        "close_out": close_out_payload(close_out) if close_out else None,
        "imported": dict(commitment.imported.facts) if commitment.imported else None,
    }
    return payload


def close_out_payload(close_out: CloseOut) -> Payload:
    """Copy what the public may see of a close-out: everything but who wrote it.

    The reason, the date and what happened stand beside it, where older publications have them.
    """
    new_home = close_out.new_home
    to_commitment = new_home is not None and is_reference(new_home)
    return {
        "number": close_out.number,
        "said_on": _iso(close_out.said_on),
        "lessons": close_out.lessons,
        "new_home_url": None if to_commitment else new_home,
        "new_home_reference": new_home if to_commitment else None,
        "worked_as_described": close_out.worked_as_described,
        "how_it_worked": close_out.how_it_worked,
        "answers": four_answers_payload(close_out),
        "evidence": [
            {"title": row.title, "url": row.url, "kind": row.kind, "strength": row.strength}
            | file_payload(row)
            for row in close_out.evidence
        ],
    }


def four_answers_payload(said: HasFourAnswers) -> dict[str, dict[str, str | None]]:
    return {name: {"answer": one.answer, "because": one.because} for name, one in said.four_answers.items()}


def _iso(value: Any) -> str | None:  # noqa: ANN401 - a date or nothing, read by name
    return value.isoformat() if value is not None else None
