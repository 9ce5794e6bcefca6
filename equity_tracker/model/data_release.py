"""Releases of the open data: asked for by a row, made once by one worker, and kept."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import Base, ReadByThePublic, one_of

MOST_ATTEMPTS = 3
# Longer than the largest register takes, so that nobody else begins while it is still being made.
LEASE = timedelta(minutes=30)
COULD_NOT_BE_MADE = "It could not be made."


class ReleaseState(StrEnum):
    """Where a release is. One that would say what the last one said is not made."""

    WAITING = "waiting"
    DONE = "done"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class DataRelease(ReadByThePublic, Base):
    """Everything public as it was at one moment, in one file."""

    __tablename__ = "data_releases"
    __table_args__ = (Index("ix_data_releases_state", "state", "id"),)

    # Why it was asked for, such as `night 2026-11-26`: two clocks ask for one release.
    asked_as: Mapped[str] = mapped_column(String(60), unique=True)
    asked_at: Mapped[datetime]
    state: Mapped[ReleaseState] = mapped_column(one_of(ReleaseState), default=ReleaseState.WAITING)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Text)
    # The day and a number, such as 2026-11-26.1; only what was made has one.
    version: Mapped[str | None] = mapped_column(String(20), unique=True)
    as_of: Mapped[date | None]
    made_at: Mapped[datetime | None]
    # The last publication there was, and how many had been taken back by then.
    publication: Mapped[int] = mapped_column(BigInteger, default=0)
    taken_back: Mapped[int] = mapped_column(default=0)
    # The programmes whose records it holds.
    programmes: Mapped[list[str]] = mapped_column(JSON, default=list)
    format: Mapped[str | None] = mapped_column(String(10))
    file_key: Mapped[str | None] = mapped_column(String(200))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    content_key: Mapped[str | None] = mapped_column(String(64))
    rows: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # When what was taken back since was left out of it.
    revised_on: Mapped[date | None]

    @property
    def is_waiting(self) -> bool:
        return self.state is ReleaseState.WAITING

    def mark_done(self, **facts: Any) -> None:  # noqa: ANN401 - columns of this row, by name
        """Say what was made, and where it is."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.state = ReleaseState.DONE
        self.lease_until = None

    def mark_unchanged(self, now: datetime) -> None:
        """Say that it would have held what the last one holds."""
        self.state = ReleaseState.UNCHANGED
        self.made_at = now
        self.lease_until = None

    def mark_delayed(self) -> None:
        """Let the next sweep try again, unless that was the last attempt."""
        self.lease_until = None
        if self.attempts >= MOST_ATTEMPTS:
            self.state = ReleaseState.FAILED
            self.failure = COULD_NOT_BE_MADE
