"""Addresses whose server says it will take nothing: from whom mail comes back, since when, and why."""

from datetime import datetime, timedelta

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import Base

# After that long somebody may have mended it, so reminders try it again.
TRIED_AGAIN_AFTER = timedelta(days=30)


class RefusedAddress(Base):
    """One such address. The row goes when a message to it is taken again."""

    __tablename__ = "refused_addresses"

    address: Mapped[str] = mapped_column(String(254), unique=True)
    refused_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
