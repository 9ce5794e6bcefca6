"""What signing in leaves behind: sessions, one-time tokens, throttling and single-use form keys."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model import thresholds
from equity_tracker.model.base import Base, HasPublicId, one_of
from equity_tracker.model.people import User

IDLE_LIMIT = thresholds.IDLE_LIMIT
ABSOLUTE_LIMIT = thresholds.ABSOLUTE_LIMIT
RESET_LIMIT = thresholds.RESET_LIMIT
# In the place of a hash until its owner has chosen a password: nothing typed ever matches it.
PASSWORD_NOT_CHOSEN = "not chosen"  # noqa: S105 - it opens nothing


class UserSession(HasPublicId, Base):
    """One signed-in browser. The cookie's token is stored hashed; its owner can see and end it.

    One without a user was opened by a link to one check-in, and opens nothing else.
    """

    __tablename__ = "user_sessions"
    __table_args__ = (
        Index("ix_user_sessions_user_id", "user_id", "ended_at"),
        CheckConstraint("(user_id IS NULL) <> (check_in_link_id IS NULL)", name="one_opener"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    check_in_link_id: Mapped[int | None] = mapped_column(ForeignKey("check_in_links.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(200))

    user: Mapped[User | None] = relationship()

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at and now - self.last_seen_at < IDLE_LIMIT


class TokenPurpose(StrEnum):
    """What a one-time token opens."""

    RESET_PASSWORD = "reset_password"  # noqa: S105 - a word, not a secret


class OneTimeToken(Base):
    """A link that works once, for a while, for one person and one purpose."""

    __tablename__ = "one_time_tokens"

    purpose: Mapped[TokenPurpose] = mapped_column(one_of(TokenPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class Attempt(Base):
    """One try at something limited, by account or by network; counted, then swept away."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    # What was tried and by whom, as a hash: "sign-in" + account, or "sign-in" + network.
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class FormKey(Base):
    """A creating form that was sent: sending it again leads to the first result."""

    __tablename__ = "form_keys"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
