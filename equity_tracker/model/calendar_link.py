"""A person's calendar of due dates: one secret address, which opens it to whoever holds it."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base
from equity_tracker.model.people import User

# A calendar is read for as long as somebody looks at it, and some are forgotten.
GOOD_FOR = timedelta(days=366)


class CalendarLink(Base):
    """The address, known by the hash of its token. It may be used often, and a new one replaces it."""

    __tablename__ = "calendar_links"
    __table_args__ = (
        Index(
            "uq_calendar_links_current",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @classmethod
    def of(cls, user: User, token_hash: str, *, now: datetime) -> "CalendarLink":
        return cls(user=user, token_hash=token_hash, created_at=now, expires_at=now + GOOD_FOR)

    def is_good(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at and not self.user.is_suspended
