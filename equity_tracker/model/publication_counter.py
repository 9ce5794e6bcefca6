"""The counter of publications: it moves whenever anything changes that a public page may show."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from equity_tracker.model.base import Base

THE_ONLY_ONE = 1


class PublicationCounter(Base):
    """One row. Equal numbers mean that everything public is as it was, but for what the day changes."""

    __tablename__ = "publication_counter"

    number: Mapped[int]
    counted_at: Mapped[datetime]
