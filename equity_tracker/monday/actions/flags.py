"""Writing the flags of all commitments anew. Reports keep them up by themselves; this is for upgrades."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone

AT_ONCE = 200
_WITH_FLAGS = (Lifecycle.PUBLISHED, Lifecycle.CLOSED, Lifecycle.RETRACTED)


def rebuild_flags() -> Iterator[tuple[int, int]]:
    """Go through every commitment, part by part; yield how many were read, and how many flags changed."""
    last = 0
    while rows := _next(last):
        last = rows[-1].id
        changed = 0
        for row in rows:
            before = _current(row)
            refresh_flags(row)
            changed += len(before ^ _current(row))
        db.session.flush()
        yield len(rows), changed
        db.session.expunge_all()


def _current(commitment: Commitment) -> set[tuple[str, str, int]]:
    return {(flag.kind, flag.subject, flag.version) for flag in commitment.flags if flag.is_current}


def _next(after_id: int) -> Sequence[Commitment]:
    versions = selectinload(Commitment.check_ins).selectinload(CheckIn.versions)
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.id > after_id, Commitment.lifecycle.in_(_WITH_FLAGS))
        .options(
            selectinload(Commitment.flags),
            selectinload(Commitment.imported),
            selectinload(Commitment.publications),
            versions.selectinload(CheckInVersion.evidence),
            selectinload(Commitment.milestones).selectinload(Milestone.moves),
            selectinload(Commitment.measures).selectinload(Measure.targets),
            selectinload(Commitment.measures).selectinload(Measure.readings),
        )
        .order_by(Commitment.id)
        .limit(AT_ONCE)
        .execution_options(every_organisation=True)
    ).all()
