"""The colour and the logo that an organisation has set for the covers of its reports."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import Base, OrganisationOwned
from equity_tracker.model.organisation import Organisation


class OrganisationBrand(OrganisationOwned, Base):
    """One for each organisation that has set any. Reports keep their own copy, so it may change."""

    __tablename__ = "organisation_brands"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), unique=True)
    # "#17494d", or none: the colour of the register.
    colour: Mapped[str | None] = mapped_column(String(7))
    # A picture drawn anew by us, as small as a cover needs.
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    # "image/png" or "image/jpeg".
    logo_type: Mapped[str | None] = mapped_column(String(10))
    changed_at: Mapped[datetime]
