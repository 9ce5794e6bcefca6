"""Files kept beside links, as evidence: whose they are, what they are called, and where their bytes lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model import thresholds
from equity_tracker.model.base import (
    Base,
    HasPublicId,
    OrganisationOwned,
    ReadByThePublic,
    one_of,
    same_organisation,
)
from equity_tracker.model.file_kind import FileKind, size_in_words

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment

# What nobody has sent off by then was left behind with its form.
KEPT_UNATTACHED = thresholds.KEPT_UNATTACHED
FOLDER = "files"
_ADDRESS = f"/{FOLDER}/"


@dataclass(frozen=True)
class Place:
    """Whose file it is, and what it is about; `organisation` is the public id of the former."""

    organisation_id: int
    programme_id: int
    commitment_id: int
    organisation: str

    @classmethod
    def of(cls, commitment: "Commitment") -> "Place":
        return cls(
            commitment.organisation_id,
            commitment.programme_id,
            commitment.id,
            commitment.organisation.public_id,
        )


class StoredFile(HasPublicId, OrganisationOwned, ReadByThePublic, Base):
    """One file, taken in on a commitment's form. Evidence may name it; it never changes.

    Until it is named it belongs to a form that somebody is filling in, and is swept away after a day.
    """

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("organisation_id", "programme_id", "id"),
        same_organisation("commitments", "commitment_id"),
        Index("ix_files_commitment_id", "organisation_id", "commitment_id"),
        Index("ix_files_uploaded_at", "uploaded_at"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    commitment_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[FileKind] = mapped_column(one_of(FileKind))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(100), unique=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]

    @property
    def address(self) -> str:
        """Where it is fetched, on this register: evidence keeps it where it keeps the address of a link."""
        return f"{_ADDRESS}{self.public_id}"

    @property
    def in_words(self) -> str:
        return f"{self.name}, {size_in_words(self.size)}"


class MayNameFile(Protocol):
    """A row of evidence."""

    @property
    def title(self) -> str: ...
    @property
    def file_id(self) -> int | None: ...
    @property
    def file(self) -> StoredFile | None: ...


def file_payload(row: MayNameFile) -> dict[str, Any]:
    """What a publication says of a file beside its address; of a link, nothing."""
    if row.file_id is None:
        return {}
    if row.file is None:
        raise RuntimeError("Flush evidence before it is published: its file is not known yet.")
    return {"file": {"name": row.file.name, "type": row.file.kind.label, "size": row.file.size}}


def public_id_in(address: str | None) -> str | None:
    """Return the id of the file that an address on this register leads to, if it does."""
    return address.removeprefix(_ADDRESS) if address and address.startswith(_ADDRESS) else None


def files_named(payload: Mapping[str, Any]) -> list[str]:
    """Return the ids of the files that a publication of a check-in or of a closed commitment names."""
    close_out = payload.get("close_out") or {}
    rows = [*payload.get("evidence", ()), *close_out.get("evidence", ())]
    found = (public_id_in(row["url"]) for row in rows if row.get("file"))
    return list(dict.fromkeys(name for name in found if name))
