"""The numbers of the Monday page: each the number of rows of the list it leads to, in few questions."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.monday.kinds import OrphanKind
from equity_tracker.monday.queries.drift import count_moves
from equity_tracker.monday.queries.look_again import count_flagged
from equity_tracker.monday.queries.not_reported import Narrowing, NotReportedCount, count_unreported
from equity_tracker.monday.queries.orphans import count_orphans
from equity_tracker.monday.queries.scope import is_live
from equity_tracker.monday.since import monday_before


@dataclass(frozen=True)
class ChangesCount:
    """What came about since a day. Check-ins are counted whether they say something else or not."""

    since: date
    published: int
    check_ins: int
    closed: int
    joined: int
    left: int


@dataclass(frozen=True)
class MondayCounts:
    """One number for each line; `asked` are the organisations that hold a live commitment."""

    unreported: NotReportedCount
    asked: int
    flagged: dict[FlagKind, int]
    moves: dict[FlagKind, int]
    orphans: int
    orphans_by_kind: dict[OrphanKind, int]
    changes: ChangesCount

    @property
    def to_look_at(self) -> int:
        return sum(self.flagged.values())


def count_monday(programme: Programme, *, today: date) -> MondayCounts:
    orphans, by_kind = count_orphans(programme, today=today)
    return MondayCounts(
        unreported=count_unreported(programme, Narrowing(), today=today),
        asked=_count_asked(programme),
        flagged=count_flagged(programme, today=today),
        moves=count_moves(programme),
        orphans=orphans,
        orphans_by_kind=by_kind,
        changes=count_changes(programme, since=monday_before(today)),
    )


def count_changes(programme: Programme, *, since: date) -> ChangesCount:
    published = select(func.count()).where(
        Publication.programme_id == programme.id,
        Publication.kind == PublicationKind.COMMITMENT,
        Publication.number == 1,
        Publication.retracted_on.is_(None),
        Publication.happened_on >= since,
    )
    check_ins = select(func.count()).where(
        CheckIn.programme_id == programme.id,
        CheckIn.submitted_on >= since,
        CheckIn.retracted_on.is_(None),
    )
    closed = select(func.count()).where(
        Commitment.programme_id == programme.id, Commitment.closed_on >= since
    )
    joined, left = (
        select(func.count()).where(Participation.programme_id == programme.id, on >= since)
        for on in (Participation.joined_on, Participation.left_on)
    )
    counted = (one.scalar_subquery() for one in (published, check_ins, closed, joined, left))
    return ChangesCount(since, *db.session.execute(select(*counted)).one())


def _count_asked(programme: Programme) -> int:
    return (
        db.session.scalar(
            select(func.count(Commitment.organisation_id.distinct())).where(
                Commitment.programme_id == programme.id, is_live()
            )
        )
        or 0
    )
