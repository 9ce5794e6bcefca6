"""Partners of a commitment, with few arguments."""

from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner


def name_partner(commitment: Commitment, organisation: Organisation | None, **fields: Any) -> Partner:
    """Name an organisation as partner; or a body outside the register, when given a name and None."""
    values: dict[str, Any] = {"role": "partner", "contribution": "Trains the panel"} | fields
    db.session.flush()
    if organisation is not None:
        values |= {
            "name": organisation.name,
            "partner_organisation": organisation,
            "partner_organisation_id": organisation.id,
        }
    partner = Partner(**values)
    commitment.partners.append(partner)
    db.session.flush()
    return partner
