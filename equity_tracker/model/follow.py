"""Following: an e-mail address that wants to hear what is published about something."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, BigId, HasPublicId, one_of

# Longer than a holiday weekend; then a request that nobody confirmed is deleted with its address.
CONFIRMED_WITHIN = timedelta(days=3)
# After it stopped, an address is asked to confirm a new request this often at most.
ASKED_AGAIN_AFTER = timedelta(days=30)
# So long it is known that an address stopped, by a protected form of it.
STOP_IS_KNOWN_FOR = timedelta(days=365)
MONDAY = 0


class FollowKind(StrEnum):
    """What can be followed."""

    COMMITMENT = "commitment"
    ORGANISATION = "organisation"
    PROGRAMME = "programme"
    SEARCH = "search"


class Rhythm(StrEnum):
    """How often a follower gets a mail, if there is something to tell."""

    DAILY = "daily"
    WEEKLY = "weekly"

    def day_after(self, today: date) -> date:
        """Return the next day on which something is told: tomorrow, or the next Monday."""
        if self is Rhythm.DAILY:
            return today + timedelta(days=1)
        return today + timedelta(days=7 - today.weekday() + MONDAY)


class Follower(HasPublicId, Base):
    """One address. The row goes, and the address with it, when nothing is followed any more."""

    __tablename__ = "followers"

    address: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime]

    follows: Mapped[list["Follow"]] = relationship(
        back_populates="follower", cascade="all, delete-orphan", order_by="Follow.id"
    )


class Follow(HasPublicId, Base):
    """One thing that an address follows, or has been asked about and not confirmed."""

    __tablename__ = "follows"
    __table_args__ = (UniqueConstraint("follower_id", "kind", "subject"),)

    follower_id: Mapped[int] = mapped_column(ForeignKey("followers.id"))
    kind: Mapped[FollowKind] = mapped_column(one_of(FollowKind))
    # The public id of what is followed; of a search, what it asks, as an address says it.
    subject: Mapped[str] = mapped_column(String(1000))
    rhythm: Mapped[Rhythm] = mapped_column(one_of(Rhythm))
    asked_at: Mapped[datetime]
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    # The day on which it is looked at next; none till it is confirmed.
    due_on: Mapped[date | None] = mapped_column(index=True)
    # The last piece of news that was told or passed over.
    told_up_to: Mapped[int] = mapped_column(BigId, default=0)

    follower: Mapped[Follower] = relationship(back_populates="follows")

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def ask(self, rhythm: Rhythm, token_hash: str, *, now: datetime) -> None:
        """Wait for a confirmation. An earlier link, never used, is no longer good."""
        self.rhythm, self.confirm_hash, self.asked_at = rhythm, token_hash, now

    def confirm(self, *, now: datetime, today: date, told_up_to: int) -> None:
        """Begin: what was published before is not told."""
        self.confirm_hash, self.confirmed_at = None, now
        self.due_on, self.told_up_to = self.rhythm.day_after(today), told_up_to


class NewsItem(Base):
    """That a publication came to be readable, or was taken back: in the order in which that was noticed.

    A publication is made at one time and readable from another, so its own dates are no such order.
    """

    __tablename__ = "news_items"
    __table_args__ = (UniqueConstraint("publication_id", "is_retraction"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"))
    is_retraction: Mapped[bool]
    noticed_at: Mapped[datetime]


class StoppedAddress(Base):
    """An address that stopped, in a form from which nobody can read it."""

    __tablename__ = "stopped_addresses"

    address_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stopped_at: Mapped[datetime]
    # When it was last asked to confirm something new, and whether it does not want to be asked.
    asked_at: Mapped[datetime | None]
    refuses: Mapped[bool] = mapped_column(default=False)

    def may_be_asked(self, now: datetime) -> bool:
        if self.refuses:
            return False
        return self.asked_at is None or self.asked_at <= now - ASKED_AGAIN_AFTER
