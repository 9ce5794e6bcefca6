"""The colour and logo that an organisation has set for its reports."""

from base64 import b64encode

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.brand import OrganisationBrand
from equity_tracker.model.organisation import Organisation
from equity_tracker.reports.brand import Brand


def brand_of(organisation: Organisation) -> Brand | None:
    """Return what stands on its covers; none where it has set nothing."""
    row = db.session.scalar(
        select(OrganisationBrand).where(OrganisationBrand.organisation_id == organisation.id)
    )
    if row is None or not (row.colour or row.logo):
        return None
    logo = f"data:{row.logo_type};base64,{b64encode(row.logo).decode()}" if row.logo else None
    return Brand(row.colour, logo, f"Logo of {organisation.name}" if logo else "")
