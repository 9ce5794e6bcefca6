"""People, what they are in organisations and programmes, and the invitations that bring them in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned, one_of
from equity_tracker.model.errors import Refused
from equity_tracker.model.mail_kinds import MailKind, Pace
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import ROLE_MAY, OrganisationRole, Permission, ProgrammeRole
from equity_tracker.model.programme import Programme

INVITATION_DAYS = 7


def fold_email(address: str) -> str:
    """Two spellings of one address are one person."""
    return address.strip().casefold()


class User(HasPublicId, Base):
    """A person with an account."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_operator: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    # Chosen by the person; else their mail comes in the morning of the organisation it is about.
    time_zone: Mapped[str | None] = mapped_column(String(60))
    wants_reminders: Mapped[bool] = mapped_column(default=True, server_default=true())
    wants_weekly_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    pace_of_reviews: Mapped[Pace] = mapped_column(one_of(Pace), default=Pace.FEW, server_default=Pace.FEW)
    pace_of_answers: Mapped[Pace] = mapped_column(one_of(Pace), default=Pace.FEW, server_default=Pace.FEW)
    pace_of_partners: Mapped[Pace] = mapped_column(one_of(Pace), default=Pace.FEW, server_default=Pace.FEW)
    pace_of_round_reports: Mapped[Pace] = mapped_column(
        one_of(Pace), default=Pace.FEW, server_default=Pace.FEW
    )

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")
    programme_memberships: Mapped[list["ProgrammeMembership"]] = relationship(back_populates="user")

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @property
    def is_authenticated(self) -> bool:
        """What pages ask of the current person; the one who is nobody says False."""
        return True

    def belongs_to(self, organisation_id: int) -> bool:
        """Say whether this person is a member there now."""
        return any(
            row.organisation_id == organisation_id and row.ended_at is None for row in self.memberships
        )

    @property
    def current_programme_memberships(self) -> list["ProgrammeMembership"]:
        return [membership for membership in self.programme_memberships if membership.ended_at is None]

    @property
    def mail_choices(self) -> dict[str, bool | str | None]:
        """Which of the mails that people can do without the person gets, and how often."""
        paces = {kind.value: self.pace(kind).value for kind in MailKind}
        return {
            "reminders": self.wants_reminders,
            "weekly": self.wants_weekly_mail,
            **paces,
            "time_zone": self.time_zone,
        }

    def choose_mail(
        self,
        *,
        reminders: bool,
        weekly: bool,
        paces: Mapping[MailKind, Pace] | None = None,
        time_zone: str | None = None,
    ) -> None:
        """Keep the choice. A pace that is not named stays as it was; no zone is that of the organisation."""
        self.time_zone = time_zone
        self.wants_reminders = reminders
        self.wants_weekly_mail = weekly
        for kind, pace in (paces or {}).items():
            setattr(self, f"pace_of_{kind}", pace)

    def pace(self, kind: MailKind) -> Pace:
        """Say how often the person wants to hear of this kind of thing."""
        pace: Pace = getattr(self, f"pace_of_{kind}")
        return pace

    def may(self, permission: Permission) -> bool:
        """Say whether the person may do this in the service as a whole."""
        if self.is_suspended or permission is not Permission.CREATE_PROGRAMME:
            return False
        return self.is_operator or any(
            membership.role is ProgrammeRole.COORDINATOR for membership in self.current_programme_memberships
        )


class Membership(OrganisationOwned, Base):
    """A person's place in an organisation. It ends; it is never deleted."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_current",
            "user_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[OrganisationRole] = mapped_column(one_of(OrganisationRole))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()

    def may(self, permission: Permission) -> bool:
        if self.ended_at is not None or self.user.is_suspended:
            return False
        return permission in ROLE_MAY[self.role]

    def end(self, *, now: datetime, other_admins: int) -> None:
        """Take the person out of the organisation, unless nobody would be left to run it."""
        self._refuse_if_last_admin(other_admins)
        self.ended_at = now

    def change_role(self, role: OrganisationRole, *, other_admins: int) -> None:
        if role is not OrganisationRole.ADMIN:
            self._refuse_if_last_admin(other_admins)
        self.role = role

    def _refuse_if_last_admin(self, other_admins: int) -> None:
        if self.role is OrganisationRole.ADMIN and other_admins == 0:
            raise Refused("Make somebody else an admin first. An organisation needs at least one.", "role")


class ProgrammeMembership(Base):
    """A person's place among a programme's staff. It ends; it is never deleted."""

    __tablename__ = "programme_memberships"
    __table_args__ = (
        Index(
            "uq_programme_memberships_current",
            "user_id",
            "programme_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="programme_memberships")
    programme: Mapped[Programme] = relationship()

    def may(self, permission: Permission) -> bool:
        if self.ended_at is not None or self.user.is_suspended:
            return False
        return permission in ROLE_MAY[self.role]

    def end(self, *, now: datetime, other_coordinators: int) -> None:
        """Take the person off the programme's staff, unless nobody would be left to coordinate it."""
        self._refuse_if_last_coordinator(other_coordinators)
        self.ended_at = now

    def change_role(self, role: ProgrammeRole, *, other_coordinators: int) -> None:
        if role is not ProgrammeRole.COORDINATOR:
            self._refuse_if_last_coordinator(other_coordinators)
        self.role = role

    def _refuse_if_last_coordinator(self, other_coordinators: int) -> None:
        if self.role is ProgrammeRole.COORDINATOR and other_coordinators == 0:
            raise Refused("Make somebody else a coordinator first. A programme needs at least one.", "role")


class Invitation(HasPublicId, Base):
    """An offer of a role, sent to one address, good once and for seven days."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (programme_id IS NULL)", name="one_place"),
        Index("ix_invitations_organisation_id", "organisation_id"),
        Index("ix_invitations_programme_id", "programme_id"),
    )

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    invited_by: Mapped[User] = relationship()

    @property
    def place_name(self) -> str:
        place = self.organisation or self.programme
        return place.name if place else ""

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.cancelled_at is None and now < self.expires_at

    @staticmethod
    def expiry(now: datetime) -> datetime:
        return now + timedelta(days=INVITATION_DAYS)
