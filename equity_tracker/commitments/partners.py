"""The partners of a draft as its form asks for them: read, matched with the register, written back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner

# What a person picks who means none of the organisations that the register knows by a like name.
OUTSIDE = "outside"
_YES_NO = {"yes": True, "no": False}
_WORDS: dict[bool | None, str | None] = {True: "yes", False: "no", None: None}


@dataclass(frozen=True)
class Known:
    """An organisation of the register that a typed name may mean; `is_exact` when it can mean no other."""

    slug: str
    name: str
    is_exact: bool


def read_partners(commitment: Commitment) -> list[list[Any]]:
    return [
        [
            row.name,
            row.role,
            row.contribution,
            row.worked_together_before,
            row.outcome,
            row.partner_organisation.slug if row.partner_organisation else None,
        ]
        for row in commitment.partners
    ]


def form_partners(commitment: Commitment) -> list[dict[str, Any]]:
    """Return what fills the rows of the form."""
    return [
        {
            "name": row.name,
            "organisation": row.partner_organisation.slug if row.partner_organisation else None,
            "role": row.role,
            "contribution": row.contribution,
            "worked_together_before": _WORDS[row.worked_together_before],
            "outcome": row.outcome,
        }
        for row in commitment.partners
    ]


def known_partners(commitment: Commitment) -> dict[str, list[Known]]:
    """Return whom the names that are stored already stand for."""
    return {
        row.name: [Known(row.partner_organisation.slug, row.partner_organisation.name, is_exact=True)]
        for row in commitment.partners
        if row.partner_organisation is not None
    }


def settled_outside(commitment: Commitment) -> set[str]:
    """Return the names that somebody has said are outside the register. Nobody is asked twice."""
    return {row.name for row in commitment.partners if row.partner_organisation_id is None}


def write_partners(commitment: Commitment, rows: Sequence[Mapping[str, Any]]) -> None:
    """Bring the draft's partners in line with the form. Who stays keeps what was asked and answered.

    Each row's `organisation` is the organisation itself, or None outside the register.
    """
    _refuse_self_and_twice(commitment, rows)
    free, partners = list(commitment.partners), []
    for row in rows:
        partner = next((each for each in free if _is_same(each, row)), None)
        if partner is None:
            partner = Partner()
        else:
            free.remove(partner)
        _write(partner, row)
        partners.append(partner)
    if partners != list(commitment.partners):
        commitment.partners = partners


def _is_same(partner: Partner, row: Mapping[str, Any]) -> bool:
    organisation: Organisation | None = row["organisation"]
    if organisation is not None and partner.partner_organisation_id is not None:
        return partner.partner_organisation_id == organisation.id
    # Nobody could answer for a name outside the register, so it may turn into a known organisation.
    return partner.partner_organisation_id is None and _folded(partner.name) == _folded(row["name"])


def _write(partner: Partner, row: Mapping[str, Any]) -> None:
    organisation: Organisation | None = row["organisation"]
    partner.name = organisation.name if organisation else row["name"]
    if organisation is not None and partner.partner_organisation_id != organisation.id:
        partner.partner_organisation, partner.partner_organisation_id = organisation, organisation.id
    partner.role = row["role"]
    partner.contribution = row["contribution"]
    partner.worked_together_before = _YES_NO.get(row["worked_together_before"] or "")
    partner.outcome = row["outcome"]


def _refuse_self_and_twice(commitment: Commitment, rows: Sequence[Mapping[str, Any]]) -> None:
    seen: set[Any] = set()
    for row in rows:
        organisation: Organisation | None = row["organisation"]
        name = organisation.name if organisation else row["name"]
        if _folded(name) == _folded(commitment.organisation.name):
            raise Refused("Name other organisations. Yours makes the commitment", "partners")
        key = organisation.id if organisation else _folded(name)
        if key in seen:
            raise Refused(f"Name {name} once. You can say more under what it contributes", "partners")
        seen.add(key)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
