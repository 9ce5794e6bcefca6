"""Runs of the timetable and signs of life of the processes behind the site."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import Base


class JobRun(Base):
    """One run of one job: when, how much, and what went wrong."""

    __tablename__ = "job_runs"
    __table_args__ = (Index("ix_job_runs_name", "name", "id"),)

    name: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    failure: Mapped[str | None] = mapped_column(Text)


class Heartbeat(Base):
    """The last sign of life of a process."""

    __tablename__ = "heartbeats"

    process: Mapped[str] = mapped_column(String(60), unique=True)
    seen_at: Mapped[datetime]
