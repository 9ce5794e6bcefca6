"""What a record that came from elsewhere said at its source."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, OrganisationOwned, same_organisation

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class ImportedRecord(OrganisationOwned, Base):
    """What a commitment's source said, kept as it was: its row, its status, and who judged."""

    __tablename__ = "imported_records"
    __table_args__ = (
        UniqueConstraint("programme_id", "source", "external_id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_imported_records_commitment_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    external_id: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64))
    row: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    imported_at: Mapped[datetime]

    commitment: Mapped["Commitment"] = relationship(back_populates="imported")
