"""The outbox: messages waiting to be posted, written in the same transaction as what they tell about."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import PUBLIC_ID_LENGTH, Base, new_public_id, one_of
from equity_tracker.model.mail_kinds import CAN_WAIT

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=5)


class EmailState(StrEnum):
    """Where a message is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    # Waits for the morning on which its reader gets what has gathered.
    HELD = "held"
    # Went into another message, which says what became of it.
    GATHERED = "gathered"
    # Was not needed any more, or no longer wanted, when its morning came.
    LEFT_OUT = "left_out"
    # Told about a practice programme: kept to be read, and sent to nobody.
    NOT_SENT = "not_sent"


class OutgoingEmail(Base):
    """One message to one person. Its key says what it is about: it is written once, however often asked."""

    __tablename__ = "outgoing_emails"
    __table_args__ = (
        Index("ix_outgoing_emails_due", "state", "due_at", "id"),
        Index("ix_outgoing_emails_organisation_id", "organisation_id", "name", "id"),
        Index("ix_outgoing_emails_held", "state", "recipient", "id"),
        Index("ix_outgoing_emails_programme_id", "programme_id", "id"),
        Index("ix_outgoing_emails_organisation_log", "organisation_id", "id"),
        # However many clocks run, nobody gets two gathered mails on one day.
        UniqueConstraint("recipient", "released_on"),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    # The folder of its templates under templates/emails/, and the frozen words they are filled with.
    name: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(254))
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Random; with the sender's host it makes the Message-ID, the same at every attempt.
    message_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True, default=new_public_id)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    is_essential: Mapped[bool] = mapped_column(default=True)
    state: Mapped[EmailState] = mapped_column(one_of(EmailState), default=EmailState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    # The reader's own day on which it was let go after it had been held.
    released_on: Mapped[date | None]
    gathered_into_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_emails.id"), index=True)

    @classmethod
    def to(
        cls,
        recipient: str,
        name: str,
        *,
        key: str,
        context: dict[str, Any],
        now: datetime,
        organisation_id: int | None = None,
        programme_id: int | None = None,
        is_essential: bool = True,
    ) -> Self:
        """Write a message that is due at once. One that can wait is held later, if its reader says so."""
        return cls(
            recipient=recipient,
            name=name,
            key=key,
            context=context,
            created_at=now,
            due_at=now,
            organisation_id=organisation_id,
            programme_id=programme_id,
            is_essential=is_essential and name not in CAN_WAIT,
        )

    def hold(self) -> Self:
        """Keep it for the morning on which its reader gets what has gathered."""
        self.state = EmailState.HELD
        self.lease_until = None
        return self

    def release(self, *, now: datetime, on: date | None) -> None:
        """Let it go out; on the reader's day `on`, if it is what they get of all that had gathered."""
        self.state = EmailState.WAITING
        self.due_at = now
        self.released_on = on

    def leave_out(self) -> None:
        """Let it go nowhere: it is no longer needed, or no longer wanted."""
        self.state = EmailState.LEFT_OUT
        self.context = {}

    def keep_unsent(self) -> None:
        """Keep it as what would have been sent, without what would have opened a door."""
        self.state = EmailState.NOT_SENT
        self._forget_token()
        self.last_error = "not sent: practice"

    def mark_refused(self, reason: str) -> None:
        """The recipient's server will never take it: a person has to look."""
        self.state = EmailState.FAILED
        self.lease_until = None
        self.last_error = reason
        self._forget_token()

    def _forget_token(self) -> None:
        """Nobody gets the message, so nobody needs what would have opened a door."""
        self.context = {name: value for name, value in self.context.items() if name != "token"}

    def mark_delayed(self, reason: str, *, now: datetime, jitter: float) -> None:
        """Try again later: twice as long after each attempt, and set aside after the last.

        :param jitter: 0 to 1, so that many messages do not come back at the same moment.
        """
        self.last_error = reason
        self.lease_until = None
        if self.attempts >= MOST_ATTEMPTS:
            self.state = EmailState.FAILED
            self._forget_token()
            return
        minutes = 2 ** min(self.attempts, 8)
        self.due_at = now + timedelta(minutes=minutes * (1 + jitter))
