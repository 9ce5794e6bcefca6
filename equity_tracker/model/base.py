"""What every mapped class stands on: naming, column types, public ids, and who owns a row."""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Enum, ForeignKeyConstraint, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from equity_tracker.model.errors import ChangedSince

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# No vowels, so that no id spells a word, and no 0/O, 1/I/L to misread: 12 letters are 57 random bits.
_ID_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """Return a random id for URLs. It tells nothing about the row, and is no secret either."""
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(PUBLIC_ID_LENGTH))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite forgets the zone; this gives it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts up only an INTEGER key; everywhere else ids are 64 bits wide.
BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The parent of every mapped class."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - read by SQLAlchemy as a class attribute

    id: Mapped[int] = mapped_column(BigId, primary_key=True)


class HasPublicId:
    """Rows that people can name in a URL."""

    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True, default=new_public_id)


class ReadByThePublic:
    """Rows that a public page, file or feed is made from: see `model.publication_counter`."""


class HasVersion:
    """Rows that several people may edit: what one saves counts the version up, and an older one is refused.

    The database compares it, too: a row that changed since it was read is not written.
    """

    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None]

    __mapper_args__: dict[str, Any] = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    def refuse_if_changed(self, seen: int | None) -> None:
        """Refuse to replace what somebody saved since the form was opened, at the version `seen`."""
        if seen != self.version:
            raise ChangedSince("A colleague changed this since you opened it.")

    def begin_version(self, now: datetime) -> None:
        """Count an edit, also one that changes only rows below this one."""
        self.version += 1
        self.edited_at = now


class OrganisationOwned:
    """Rows that belong to one organisation. Reading them without a scope raises `UnscopedQuery`."""


def same_organisation(table: str, column: str, *, programme: bool = True) -> ForeignKeyConstraint:
    """Tie a child to a parent of the same organisation (and programme), so that no other can be named.

    When a commitment moves to a successor, only the organisation changes, and it changes here too.
    """
    scope = ["organisation_id", "programme_id"] if programme else ["organisation_id"]
    return ForeignKeyConstraint(
        [*scope, column],
        [*(f"{table}.{name}" for name in scope), f"{table}.id"],
        onupdate="CASCADE",
    )


def term() -> String:
    """A column type that holds the slug of one term of a vocabulary (or of our own fixed lists)."""
    return String(40)


def sort_key() -> TypeEngine[str]:
    """A column type for folded text that lists are sorted by: in binary order on every engine.

    A database's own collation would put rows in another order than a cursor compares them in.
    """
    return String(200).with_variant(String(200, collation="C"), "postgresql")


def one_of(choices: type[StrEnum]) -> Enum:
    """A column type that holds one member of `choices`, as its word, and gives the member back."""
    return Enum(
        choices,
        native_enum=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def same_programme(table: str, column: str) -> ForeignKeyConstraint:
    """Tie a child to something of the same programme, such as one of its rounds."""
    return ForeignKeyConstraint(["programme_id", column], [f"{table}.programme_id", f"{table}.id"])
