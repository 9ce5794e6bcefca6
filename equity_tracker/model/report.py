"""Reports of record: asked for by a row, made by a worker, and never changed once they are issued."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import (
    Base,
    BigId,
    HasPublicId,
    OrganisationOwned,
    ReadByThePublic,
    one_of,
    same_organisation,
    same_programme,
)
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Choice, Edition, Period, ReportKind
from equity_tracker.model.round import Round

MOST_ATTEMPTS = 3
# Longer than a job may take (5 minutes, then its archive edition), so that nobody else begins meanwhile.
LEASE = timedelta(minutes=10)
# A public report that could not be made is asked for again after this, though nothing has changed in it:
# nobody is there to press a button, and the machine may only have been busy.
TRY_AGAIN_AFTER = timedelta(hours=6)
COULD_NOT_BE_MADE = "This report could not be made. Try again."

__all__ = [
    "COULD_NOT_BE_MADE",
    "LEASE",
    "MOST_ATTEMPTS",
    "TRY_AGAIN_AFTER",
    "Edition",
    "Report",
    "ReportKind",
    "ReportNumbers",
    "ReportState",
]


class ReportState(StrEnum):
    """Where a report is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Report(HasPublicId, OrganisationOwned, ReadByThePublic, Base):
    """A report as of a day. It is an organisation's if it names one, and otherwise its programme's.

    Once it is done, the database refuses every change but two: which one came after it, and that it was
    taken back. What it says is kept in `data`, from which its files can be made again.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("organisation_id IS NOT NULL OR programme_id IS NOT NULL", name="whose"),
        same_organisation("commitments", "commitment_id"),
        same_programme("rounds", "round_id"),
        Index("ix_reports_organisation_id", "organisation_id", "edition", "id"),
        Index("ix_reports_programme_id", "programme_id", "id"),
        Index("ix_reports_commitment_id", "commitment_id"),
        Index("ix_reports_waiting", "state", "lease_until", "id"),
        Index("ix_reports_issued", "state", "edition", "made_at", "id"),
    )

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    commitment_id: Mapped[int | None] = mapped_column(BigId)
    round_id: Mapped[int | None] = mapped_column(BigId)

    kind: Mapped[ReportKind] = mapped_column(one_of(ReportKind))
    edition: Mapped[Edition] = mapped_column(one_of(Edition))
    as_of: Mapped[date]
    since: Mapped[date | None]
    # Nothing is: until the day it is as of.
    until: Mapped[date | None]
    sections: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Of an annual statement: the post that is to sign it.
    signatory: Mapped[str | None] = mapped_column(Text)

    state: Mapped[ReportState] = mapped_column(one_of(ReportState), default=ReportState.WAITING)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Text)

    # Reports made before there were numbers have none, and neither issuer nor data.
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    issuer: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(Text, default="")
    # What it says, as JSON, and the hash of that: a public report is made anew when the hash changes.
    data: Mapped[str | None] = mapped_column(Text, deferred=True)
    content_key: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime | None]
    file_key: Mapped[str | None] = mapped_column(String(200))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    archive_key: Mapped[str | None] = mapped_column(String(200))
    archive_hash: Mapped[str | None] = mapped_column(String(64))

    # The number of the one that took its place.
    superseded_by: Mapped[str | None] = mapped_column(String(20))
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    programme: Mapped[Programme | None] = relationship(foreign_keys=[programme_id])
    commitment: Mapped[Commitment | None] = relationship(
        foreign_keys="Report.commitment_id", primaryjoin="Report.commitment_id == Commitment.id"
    )
    round: Mapped[Round | None] = relationship(
        foreign_keys="Report.round_id", primaryjoin="Report.round_id == Round.id"
    )
    requested_by: Mapped[User | None] = relationship()

    @property
    def choice(self) -> Choice:
        """What was asked for."""
        period = Period(self.until or self.as_of, self.since)
        return Choice(self.kind, self.edition, self.as_of, period, tuple(self.sections or ()))

    @property
    def owner(self) -> Organisation | Programme:
        """Whose report it is: who belongs there may read it."""
        owner = self.organisation or self.programme
        if owner is None:
            raise ValueError("A report is an organisation's or a programme's.")
        return owner

    @property
    def is_waiting(self) -> bool:
        return self.state is ReportState.WAITING

    @property
    def is_done(self) -> bool:
        return self.state is ReportState.DONE

    @property
    def is_public(self) -> bool:
        return self.edition is Edition.PUBLIC

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_to_be_tried_again(self, now: datetime) -> bool:
        """Say whether it failed, and long enough ago."""
        return self.state is ReportState.FAILED and self.requested_at < now - TRY_AGAIN_AFTER

    def say(self, *, title: str, data: str, content_key: str) -> None:
        """Put down what it says, before it is printed."""
        self.title = title
        self.data = data
        self.content_key = content_key

    def mark_done(
        self,
        *,
        file_key: str,
        file_hash: str,
        pages: int,
        now: datetime,
        archive_key: str | None = None,
        archive_hash: str | None = None,
    ) -> None:
        """Issue it: say where the finished files are."""
        self.state = ReportState.DONE
        self.file_key = file_key
        self.file_hash = file_hash
        self.pages = pages
        self.archive_key = archive_key
        self.archive_hash = archive_hash
        self.made_at = now
        self.lease_until = None

    def mark_failed(self, reason: str) -> None:
        """Give up, for a reason that the person who asked for it can read."""
        self.state = ReportState.FAILED
        self.failure = reason
        self.lease_until = None

    def mark_delayed(self) -> None:
        """Let the next sweep try again, unless that was the last attempt."""
        self.lease_until = None
        if self.attempts >= MOST_ATTEMPTS:
            self.mark_failed(COULD_NOT_BE_MADE)

    def withdraw(self, now: datetime) -> None:
        """Offer it no longer: something in it was taken back. One that is being made begins anew."""
        if self.is_done:
            self.withdrawn_at = self.withdrawn_at or now
        elif self.is_waiting:
            self.data, self.content_key = None, ""


class ReportNumbers(Base):
    """How many numbers of a year were given to reports. Its id is the year."""

    __tablename__ = "report_numbers"

    last: Mapped[int]
