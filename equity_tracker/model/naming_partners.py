"""Naming the partners of a commitment, as plain answers: read, matched with those there are, written."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment

# What is said of a partner besides its name and which organisation of this register it is.
PART = ("role", "contribution", "worked_together_before", "outcome")
Organisations = Mapping[str, Organisation]


def read_partners(commitment: "Commitment") -> list[dict[str, Any]]:
    """Return the partners as they are named, each organisation by its slug."""
    return [
        {
            "name": row.name,
            "organisation": row.partner_organisation.slug if row.partner_organisation else None,
        }
        | {name: getattr(row, name) for name in PART}
        for row in commitment.partners
    ]


def name_partners(
    commitment: "Commitment", named: Sequence[Mapping[str, Any]], organisations: Organisations
) -> None:
    """Bring the partners in line with what is named. Who stays keeps what was asked and answered.

    :param organisations: the organisations that are named, by slug; another is outside the register.
    """
    free, partners = list(commitment.partners), []
    for row in named:
        organisation = organisations.get(row["organisation"] or "")
        name = organisation.name if organisation else row["name"]
        partner = next((each for each in free if _is_same(each, name, organisation)), None)
        if partner is None:
            partner = Partner()
        else:
            free.remove(partner)
        partner.name = name
        if organisation is not None and partner.partner_organisation_id != organisation.id:
            partner.partner_organisation, partner.partner_organisation_id = organisation, organisation.id
        for part in PART:
            setattr(partner, part, row[part])
        partners.append(partner)
    if partners != list(commitment.partners):
        commitment.partners = partners


def refuse_self_and_twice(commitment: "Commitment", named: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a partner that is the organisation itself, or is named before."""
    seen: set[str] = set()
    for row in named:
        name = _folded(row["name"])
        if name == _folded(commitment.organisation.name):
            raise Refused("Name other organisations. Yours makes the commitment", "partners")
        keys = {name, row["organisation"]} - {None}
        if keys & seen:
            raise Refused(f"Name {row['name']} once. You can say more under what it contributes", "partners")
        seen |= keys


def _is_same(partner: Partner, name: str, organisation: Organisation | None) -> bool:
    if organisation is not None and partner.partner_organisation_id is not None:
        return partner.partner_organisation_id == organisation.id
    # Nobody could answer for a name outside the register, so it may turn into a known organisation.
    return partner.partner_organisation_id is None and _folded(partner.name) == _folded(name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
