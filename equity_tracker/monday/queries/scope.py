"""What the Monday lists have in common: which commitments they are about, in which order, part by part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.ownership import OwnerRole, Ownership
from equity_tracker.model.programme import Programme

Row = TypeVar("Row")
Cursor = Sequence[Any]
AnySelect = Select[*tuple[Any, ...]]
# Some databases take no more than a thousand values in one list.
PART = 500


@dataclass(frozen=True)
class Post:
    """Who to ring: a job title, and the name as far as the organisation gave one. Neither is public here."""

    job_title: str
    name: str | None
    has_left: bool

    @property
    def words(self) -> str:
        if self.has_left:
            return f"{self.job_title} (has left)"
        return f"{self.job_title} ({self.name})" if self.name else self.job_title


def is_live() -> ColumnElement[bool]:
    """Say in SQL what `Commitment.is_live` says: reports are asked of it."""
    imported = exists().where(ImportedRecord.commitment_id == Commitment.id)
    return and_(
        Commitment.lifecycle == Lifecycle.PUBLISHED, Commitment.is_statement_of_intent.is_(False), ~imported
    )


def stands() -> ColumnElement[bool]:
    """Say in SQL which version of which check-in `equity_tracker.model.look_again.standing` takes.

    Of one that went back, the version that was public before; of one that was taken back, none.
    """
    other = aliased(CheckInVersion)
    latest = (
        select(func.max(other.number))
        .where(other.organisation_id == CheckIn.organisation_id, other.check_in_id == CheckIn.id)
        .correlate(CheckIn)
        .scalar_subquery()
    )
    number = case((CheckIn.is_returned, CheckIn.published_version), else_=latest)
    return and_(CheckIn.retracted_on.is_(None), CheckInVersion.number == number)


def everything(
    read: Callable[[Cursor | None, int], Sequence[Row]], place: Callable[[Row], Cursor]
) -> Iterator[Row]:
    """Yield every row of a list, read part by part."""
    after: Cursor | None = None
    while rows := read(after, PART):
        yield from rows
        if len(rows) < PART:
            return
        after = place(rows[-1])


def posts_of(programme: Programme, commitment_ids: Sequence[int]) -> dict[tuple[int, OwnerRole], Post]:
    """Return who answers for these commitments now, by commitment and role."""
    found: dict[tuple[int, OwnerRole], Post] = {}
    for start in range(0, len(commitment_ids), PART):
        rows = db.session.execute(
            select(
                Ownership.commitment_id,
                Ownership.role,
                Ownership.job_title,
                Ownership.name,
                Ownership.left_on,
            )
            .where(
                Ownership.programme_id == programme.id,
                Ownership.commitment_id.in_(commitment_ids[start : start + PART]),
                Ownership.ended_on.is_(None),
            )
            .order_by(Ownership.id)
        )
        for commitment_id, role, job_title, name, left_on in rows:
            found[commitment_id, role] = Post(job_title, name, left_on is not None)
    return found
