"""Tokens of an organisation's own systems, what each opens, and what was answered to each of its writes."""

import secrets
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import Base, HasPublicId, OrganisationOwned
from equity_tracker.model.dates import add_months
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import PASSWORD_NOT_CHOSEN
from equity_tracker.model.tokens import hash_token

# By it a token is known where it should not be: in code, in a log, in a mail.
PREFIX = "eqt_"
SECRET_BYTES = 32
LAST_SHOWN = 4
USUAL_MONTHS = 6
MOST_MONTHS = 12
MOST_TOKENS = 20
WARNED_BEFORE = timedelta(days=14)
# So long a repeated write is answered as the first one was.
ANSWERS_KEPT = timedelta(hours=24)
NAME_LIMIT = 80
KEY_LIMIT = 255


class Scope(StrEnum):
    """What a token opens, of what an editor of its organisation may do."""

    READ = "read"
    WRITE_DRAFTS = "drafts:write"
    WRITE_CHECK_INS = "check_ins:write"


SCOPES_IN_WORDS = {
    Scope.READ: "Read your commitments, drafts among them, and what is due",
    Scope.WRITE_DRAFTS: "Begin and change drafts of commitments",
    Scope.WRITE_CHECK_INS: "Send check-ins",
}


class ApiToken(HasPublicId, OrganisationOwned, Base):
    """One token, known by its hash. It belongs to the organisation, whoever made it."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index("ix_api_tokens_organisation_id", "organisation_id", "id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    last_shown: Mapped[str] = mapped_column(String(LAST_SHOWN))
    # Whose name stands on what it writes: an account that nobody can sign in with.
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    warned_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    organisation: Mapped[Organisation] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    revoked_by: Mapped[User | None] = relationship(foreign_keys=[revoked_by_id])

    def is_good(self, now: datetime, today: date) -> bool:
        """Say whether it opens anything. It ends with its organisation."""
        ended_on = self.organisation.ended_on
        return self.revoked_at is None and now < self.expires_at and (ended_on is None or today < ended_on)

    def opens(self, scope: Scope) -> bool:
        return scope.value in self.scopes

    def revoke(self, *, by: User, now: datetime) -> None:
        if self.revoked_at is not None:
            raise Refused("This token has been ended already.")
        self.revoked_at, self.revoked_by = now, by


class ApiAnswer(Base):
    """What was answered to a write, so that the same write sent again does nothing again."""

    __tablename__ = "api_answers"
    __table_args__ = (UniqueConstraint("token_id", "key"), Index("ix_api_answers_created_at", "created_at"))

    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"))
    key: Mapped[str] = mapped_column(String(KEY_LIMIT))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


def make_api_token(
    organisation: Organisation, name: str, scopes: list[Scope], *, months: int, by: User, now: datetime
) -> tuple[str, ApiToken]:
    """Make a token; return it to be shown once, and the row by which it is known."""
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    row = ApiToken(
        organisation=organisation,
        name=name,
        scopes=[scope.value for scope in scopes],
        token_hash=hash_token(token),
        last_shown=token[-LAST_SHOWN:],
        author=_author(name, now),
        created_by=by,
        created_at=now,
        expires_at=datetime.combine(add_months(now.date(), months), now.timetz()),
    )
    return token, row


def _author(name: str, now: datetime) -> User:
    """Make the account that its work is written under. It has no address, no password and no membership."""
    return User(
        email=f"{secrets.token_hex(16)}@systems.invalid",
        name=f"{name}, through the API",
        password_hash=PASSWORD_NOT_CHOSEN,
        created_at=now,
    )
