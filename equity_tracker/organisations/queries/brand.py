"""Reads of an organisation's colour and logo."""

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.brand import OrganisationBrand
from equity_tracker.model.organisation import Organisation


def find_brand(organisation: Organisation) -> OrganisationBrand | None:
    return db.session.scalar(
        select(OrganisationBrand).where(OrganisationBrand.organisation_id == organisation.id)
    )
