"""Reads of what coordinators found when they looked again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import FlagLook
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.monday.queries.scope import AnySelect


@dataclass(frozen=True)
class Look:
    """Who looked at what, when, and what they noted."""

    kind: FlagKind
    title: str
    commitment_id: str
    organisation: str
    note: str
    at: datetime
    by: str


def list_looks(programme: Programme, *, most: int) -> list[Look]:
    """Return what was looked at last, the latest first."""
    return _read(_looks(programme).limit(most))


def list_looks_at(programme: Programme, commitment: Commitment, kind: FlagKind, subject: str) -> list[Look]:
    """Return who has looked at this before, in any version."""
    looks = _looks(programme).where(
        FlagLook.commitment_id == commitment.id, FlagLook.kind == kind.value, FlagLook.subject == subject
    )
    return _read(looks)


def _looks(programme: Programme) -> AnySelect:
    return (
        select(FlagLook, Commitment.title, Commitment.public_id, Organisation.name, User.name)
        .join(Commitment, Commitment.id == FlagLook.commitment_id)
        .join(Organisation, Organisation.id == FlagLook.organisation_id)
        .join(User, User.id == FlagLook.looked_by_id)
        .where(FlagLook.programme_id == programme.id)
        .order_by(FlagLook.id.desc())
    )


def _read(looks: AnySelect) -> list[Look]:
    return [
        Look(FlagKind(row.kind), title or "Untitled commitment", public_id, name, row.note, row.looked_at, by)
        for row, title, public_id, name, by in db.session.execute(looks)
    ]
