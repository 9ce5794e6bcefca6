"""Reports and board papers: PDF snapshots, asked for by a row and made by a worker."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, ReadByThePublic, one_of
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme

MOST_ATTEMPTS = 3
# Longer than a job may take (5 minutes), so that nobody else begins while it is still being made.
LEASE = timedelta(minutes=6)
# A public report that could not be made is asked for again after this, though nothing has changed in it:
# nobody is there to press a button, and the machine may only have been busy.
TRY_AGAIN_AFTER = timedelta(hours=6)
COULD_NOT_BE_MADE = "This report could not be made. Try again."
SOMETHING_TAKEN_BACK = "Something in this report was taken back. A new one is being made."


class ReportState(StrEnum):
    """Where a report is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Edition(StrEnum):
    """Who may read it: everybody, or the organisation's members (drafts included)."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Printed(HasPublicId):
    """A file that somebody asked for and a worker makes: how it goes, and where it is then."""

    as_of: Mapped[date]
    # What it shows, as a hash: a public report is made anew when this changes.
    content_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[ReportState] = mapped_column(one_of(ReportState), default=ReportState.WAITING)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    file_key: Mapped[str | None] = mapped_column(String(200))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    failure: Mapped[str | None] = mapped_column(Text)

    @declared_attr
    def requested_by(cls) -> Mapped[User | None]:  # noqa: N805 - SQLAlchemy hands in the class
        return relationship(User)

    @property
    def is_waiting(self) -> bool:
        return self.state is ReportState.WAITING

    @property
    def is_done(self) -> bool:
        return self.state is ReportState.DONE

    def mark_done(
        self, *, content_key: str, file_key: str, file_hash: str, pages: int, now: datetime
    ) -> None:
        """Say where the finished file is."""
        self.state = ReportState.DONE
        self.content_key = content_key
        self.file_key = file_key
        self.file_hash = file_hash
        self.pages = pages
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


class Report(Printed, OrganisationOwned, ReadByThePublic, Base):
    """An organisation's status report as of a day."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_organisation_id", "organisation_id", "edition", "id"),
        Index("ix_reports_waiting", "state", "lease_until", "id"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    edition: Mapped[Edition] = mapped_column(one_of(Edition))

    organisation: Mapped[Organisation] = relationship()

    def is_to_be_tried_again(self, now: datetime) -> bool:
        """Say whether it failed, and long enough ago."""
        return self.state is ReportState.FAILED and self.requested_at < now - TRY_AGAIN_AFTER

    def withdraw(self) -> None:
        """Offer it no longer: something in it was taken back. A new one is made from what stands."""
        self.mark_failed(SOMETHING_TAKEN_BACK)


class BoardPaper(Printed, Base):
    """A programme's report to its board as of a day, for its coordinators and observers alone."""

    __tablename__ = "board_papers"
    __table_args__ = (
        Index("ix_board_papers_programme_id", "programme_id", "id"),
        Index("ix_board_papers_waiting", "state", "lease_until", "id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))

    programme: Mapped[Programme] = relationship()
