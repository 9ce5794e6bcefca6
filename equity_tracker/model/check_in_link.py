"""A link with which somebody without an account writes one check-in. What they send is signed by a member."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, same_organisation

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment
    from equity_tracker.model.people import User

LINK_DAYS = 14
MOST_OPEN_LINKS = 5
# Each makes an e-mail to somebody who has no account. Taking one back lets nobody send more.
DAY = timedelta(days=1)
MOST_A_DAY_FOR_ONE = 10
MOST_A_DAY_BY_ONE = 30


class CheckInLink(HasPublicId, OrganisationOwned, Base):
    """A link sent to one address, for one check-in. It may be used more than once, until it ends.

    It ends when its days are over, when it is taken back, when the check-in was sent, and when whoever
    asked may no longer record check-ins.
    """

    __tablename__ = "check_in_links"
    __table_args__ = (
        same_organisation("commitments", "commitment_id"),
        Index("ix_check_in_links_commitment_id", "organisation_id", "commitment_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    note: Mapped[str | None] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    # When the check-in was sent that it was for.
    done_at: Mapped[datetime | None]

    commitment: Mapped["Commitment"] = relationship()
    asked_by: Mapped["User"] = relationship()

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and self.done_at is None and now < self.expires_at

    @staticmethod
    def expiry(now: datetime) -> datetime:
        return now + timedelta(days=LINK_DAYS)
