"""The drift ledger: the level first published against the latest confirmed, and who it is designed to reach.

Towards individuals it has drifted; away from them it has deepened, and that stands beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.commitment_flag import CommitmentFlag
from equity_tracker.model.flags import MOVES, FlagKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.vocabulary import LEVELS
from equity_tracker.monday.queries.scope import Cursor, everything, stands

SHAPE = (str, int, int)
# In the order of the page.
LEDGER = (FlagKind.DRIFTED, FlagKind.NARROWED, FlagKind.DEEPENED)
Levels = tuple[tuple[date, int | None], ...]


@dataclass(frozen=True)
class Moved:
    """How one commitment has moved since it was first published, and its level at each report."""

    kind: FlagKind
    place: tuple[str, int, int]
    organisation: str
    commitment_id: str
    title: str
    sentence: str
    steps: int | None
    on: date
    closed_on: date | None
    levels: Levels


def list_moves(
    programme: Programme, kind: FlagKind, *, most: int, after: Cursor | None = None
) -> list[Moved]:
    """Return the commitments that have moved in this way, by organisation.

    :param after: go on below the row with this place.
    """
    place = (Organisation.sort_name, Organisation.id, Commitment.id)
    rows = (
        select(
            *place,
            Organisation.name,
            Commitment.public_id,
            Commitment.title,
            Commitment.closed_on,
            CommitmentFlag.sentence,
            CommitmentFlag.steps,
            CommitmentFlag.seen_on,
        )
        .select_from(CommitmentFlag)
        .join(Commitment, Commitment.id == CommitmentFlag.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(
            CommitmentFlag.programme_id == programme.id,
            CommitmentFlag.is_current,
            CommitmentFlag.kind == kind.value,
        )
        .order_by(*place)
        .limit(most)
    )
    if after is not None:
        rows = rows.where(tuple_(*place) > tuple_(*after))
    found = db.session.execute(rows).all()
    levels = _levels(programme, [row[2] for row in found])
    return [
        Moved(
            kind=kind,
            place=(row[0], row[1], row[2]),
            organisation=row.name,
            commitment_id=row.public_id,
            title=row.title or "Untitled commitment",
            sentence=row.sentence,
            steps=row.steps,
            on=row.seen_on,
            closed_on=row.closed_on,
            levels=levels.get(row[2], ()),
        )
        for row in found
    ]


def all_moves(programme: Programme, kind: FlagKind | None = None) -> Iterator[Moved]:
    """Yield the whole ledger, for a file or a paper."""
    for one in (kind,) if kind else LEDGER:

        def read(after: Cursor | None, most: int, one: FlagKind = one) -> Sequence[Moved]:
            return list_moves(programme, one, most=most, after=after)

        yield from everything(read, lambda row: row.place)


def count_moves(programme: Programme) -> dict[FlagKind, int]:
    """Count the commitments that have moved, by the way they went."""
    rows = db.session.execute(
        select(CommitmentFlag.kind, func.count())
        .where(
            CommitmentFlag.programme_id == programme.id,
            CommitmentFlag.is_current,
            CommitmentFlag.kind.in_(MOVES),
        )
        .group_by(CommitmentFlag.kind)
    )
    return dict.fromkeys(LEDGER, 0) | {FlagKind(kind): number for kind, number in rows}


def _levels(programme: Programme, ids: Sequence[int]) -> dict[int, Levels]:
    """Return the level at first publication and at each report that stands, by commitment."""
    first = db.session.execute(
        select(Publication.commitment_id, Publication.happened_on, Publication.payload).where(
            Publication.programme_id == programme.id,
            Publication.commitment_id.in_(ids),
            Publication.kind == PublicationKind.COMMITMENT,
            Publication.number == 1,
        )
    )
    found: dict[int, list[tuple[date, int | None]]] = {
        commitment_id: [(on, _number(payload.get("level")))] for commitment_id, on, payload in first
    }
    reports = db.session.execute(
        select(CheckIn.commitment_id, CheckIn.submitted_on, CheckInVersion.level)
        .join(CheckInVersion, CheckInVersion.check_in_id == CheckIn.id)
        .where(
            CheckIn.programme_id == programme.id,
            CheckIn.commitment_id.in_(ids),
            stands(),
        )
        .order_by(CheckIn.number)
    )
    for commitment_id, on, level in reports:
        found.setdefault(commitment_id, []).append((on, _number(level)))
    return {commitment_id: tuple(points) for commitment_id, points in found.items()}


def _number(level: str | None) -> int | None:
    return LEVELS.get(level).number if level and level in LEVELS else None
