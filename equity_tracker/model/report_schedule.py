"""Reports that come by themselves: when, to whom, and what became of each.

People of a programme fetch them signed in. Others get a link that opens one report for some weeks, and is
void as soon as they are taken off, have stopped it, or the schedule is gone.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import PUBLIC_ID_LENGTH, Base, HasPublicId, HasVersion, one_of
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.model.report_rule import DateRule, Every
from equity_tracker.model.round import Round

MOST_RECIPIENTS = 50
LINKS_OPEN_FOR = timedelta(days=30)


class DeliveryState(StrEnum):
    """How far one report has come on its way."""

    # A round has closed; the report has still to be asked for.
    DUE = "due"
    ASKED = "asked"
    TOLD = "told"
    FAILED = "failed"
    # The programme closed in the meantime, and sends nothing.
    LEFT_OUT = "left_out"


class ReportSchedule(HasPublicId, HasVersion, Base):
    """A report of a programme that is made on certain days, and whom it goes to."""

    __tablename__ = "report_schedules"
    __table_args__ = (
        Index("ix_report_schedules_programme_id", "programme_id", "id"),
        Index("ix_report_schedules_next_on", "next_on"),
        UniqueConstraint("programme_id", "id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[ReportKind] = mapped_column(one_of(ReportKind))
    edition: Mapped[Edition] = mapped_column(one_of(Edition))
    # Their slugs; none is all.
    sections: Mapped[list[str]] = mapped_column(JSON)
    every: Mapped[Every] = mapped_column(one_of(Every))
    # As `DateRule` writes it.
    falls_on: Mapped[str] = mapped_column(String(10))
    # In the calendar of the coordinating body. Nothing while it pauses.
    next_on: Mapped[date | None]
    # When the last one was asked for: in the future, if the clock has been put back since.
    claimed_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    programme: Mapped[Programme] = relationship()
    created_by: Mapped[User] = relationship()
    recipients: Mapped[list["ReportRecipient"]] = relationship(
        back_populates="schedule", order_by="ReportRecipient.id", cascade="all, delete-orphan"
    )
    deliveries: Mapped[list["ReportDelivery"]] = relationship(
        back_populates="schedule", order_by="ReportDelivery.due_on.desc()", cascade="all, delete-orphan"
    )

    @property
    def rule(self) -> DateRule:
        return DateRule.read(self.every.value, self.falls_on)

    @property
    def is_paused(self) -> bool:
        return self.next_on is None

    @property
    def name(self) -> str:
        return f"Programme report, {self.rule.words}"

    def follow(self, rule: DateRule, today: date) -> None:
        """Come on these days from tomorrow on; a schedule that pauses goes on pausing."""
        self.every, self.falls_on = rule.every, rule.written
        if not self.is_paused:
            self.next_on = rule.after(today)

    def pause(self) -> None:
        self.next_on = None

    def resume(self, today: date) -> None:
        """Go on with the next day; what was left out while it paused is not made."""
        self.next_on = self.rule.after(today)

    def claim(self, *, now: datetime, today: date) -> "ReportDelivery":
        """Take the day that is due, and of several that were missed the last one."""
        if self.next_on is None or self.next_on > today:
            raise Refused("Nothing is due.")
        due_on = self.rule.latest(self.next_on, today)
        self.next_on, self.claimed_at = self.rule.after(today), now
        return ReportDelivery(programme=self.programme, schedule=self, due_on=due_on)

    def forget_the_future(self, *, now: datetime, today: date) -> None:
        """After the clock was put back, go on by the days that are still to come."""
        self.claimed_at = now
        if not self.is_paused:
            self.next_on = self.rule.after(today)

    def choice(self, day: date) -> Choice:
        return Choice(self.kind, self.edition, day, Period(until=day), tuple(self.sections))


class ReportRecipient(HasPublicId, Base):
    """Somebody whom a scheduled report goes to: one of the programme's people, or an address."""

    __tablename__ = "report_recipients"
    __table_args__ = (
        UniqueConstraint("schedule_id", "user_id"),
        UniqueConstraint("schedule_id", "address"),
        Index("ix_report_recipients_programme_id", "programme_id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedules.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str | None] = mapped_column(String(254))
    added_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]

    schedule: Mapped[ReportSchedule] = relationship(back_populates="recipients")
    user: Mapped[User | None] = relationship()
    links: Mapped[list["ReportLink"]] = relationship(back_populates="recipient", cascade="all, delete-orphan")

    @property
    def email(self) -> str:
        return self.user.email if self.user is not None else self.address or ""

    @property
    def name(self) -> str:
        return self.user.name if self.user is not None else self.address or ""

    def stop(self, now: datetime) -> None:
        """Send nothing more; what was sent before opens nothing more, either."""
        if self.stopped_at is None:
            self.stopped_at = now


class StoppedReports(Base):
    """An address that wants no scheduled reports of a programme, in a form that nobody can read."""

    __tablename__ = "stopped_reports"
    __table_args__ = (UniqueConstraint("programme_id", "address_hash"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    address_hash: Mapped[str] = mapped_column(String(64))
    stopped_at: Mapped[datetime]


class ReportDelivery(HasPublicId, Base):
    """One report on its way: of a schedule for a day, or of an organisation after a round has closed."""

    __tablename__ = "report_deliveries"
    __table_args__ = (
        # However many clocks run: once for each day, and once for each round.
        UniqueConstraint("schedule_id", "due_on"),
        UniqueConstraint("round_id", "organisation_id"),
        Index("ix_report_deliveries_state", "state", "id"),
        Index("ix_report_deliveries_programme_id", "programme_id", "id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedules.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    due_on: Mapped[date]
    state: Mapped[DeliveryState] = mapped_column(one_of(DeliveryState), default=DeliveryState.DUE)
    # The public id of the report that was asked for.
    report: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # How many mails were written about it.
    told: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(Text)

    programme: Mapped[Programme] = relationship()
    schedule: Mapped[ReportSchedule | None] = relationship(back_populates="deliveries")
    round: Mapped[Round | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @classmethod
    def after_closing(cls, round_: Round, organisation_id: int, today: date) -> Self:
        """Owe an organisation its status report as at the day on which the round closed."""
        return cls(
            programme_id=round_.programme_id,
            round_id=round_.id,
            organisation_id=organisation_id,
            due_on=today,
        )

    @property
    def choice(self) -> Choice:
        """Say what is to be made."""
        if self.schedule is not None:
            return self.schedule.choice(self.due_on)
        return Choice(ReportKind.STATUS_REPORT, Edition.INTERNAL, self.due_on, Period(until=self.due_on))

    @property
    def title(self) -> str:
        return f"{'Programme' if self.schedule_id else 'Status'} report as at {long_date(self.due_on)}"

    def note_asked(self, report: str, now: datetime) -> None:
        self.state, self.report, self.asked_at = DeliveryState.ASKED, report, now

    def note_told(self, mails: int, now: datetime) -> None:
        self.state, self.told, self.ended_at = DeliveryState.TOLD, mails, now

    def note_failed(self, reason: str, now: datetime) -> None:
        self.state, self.failure, self.ended_at = DeliveryState.FAILED, reason, now

    def leave_out(self, now: datetime) -> None:
        self.state, self.ended_at = DeliveryState.LEFT_OUT, now


class ReportLink(HasPublicId, Base):
    """What a signed link in a mail names: one report, for one recipient, until a day."""

    __tablename__ = "report_links"
    __table_args__ = (
        UniqueConstraint("recipient_id", "delivery_id"),
        Index("ix_report_links_programme_id", "programme_id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("report_recipients.id"))
    delivery_id: Mapped[int] = mapped_column(ForeignKey("report_deliveries.id"))
    expires_at: Mapped[datetime]

    recipient: Mapped[ReportRecipient] = relationship(back_populates="links")
    delivery: Mapped[ReportDelivery] = relationship()

    def is_open(self, now: datetime) -> bool:
        return now < self.expires_at and self.recipient.stopped_at is None
