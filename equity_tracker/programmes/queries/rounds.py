"""Reads of a programme's rounds and of what each of them expects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.imported_record import ImportedRecord
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.round_plan import fold_name


@dataclass(frozen=True)
class RoundCount:
    """How many check-ins a round expects, and how many have come."""

    expected: int = 0
    reported: int = 0


def list_rounds(programme: Programme) -> Sequence[Round]:
    """Return the rounds, the latest first."""
    return db.session.scalars(
        select(Round).where(Round.programme_id == programme.id).order_by(Round.number.desc(), Round.id)
    ).all()


def list_open_rounds(programme: Programme) -> Sequence[Round]:
    return [row for row in list_rounds(programme) if row.state is RoundState.OPEN]


def get_round(programme: Programme, public_id: str) -> Round:
    return db.session.scalars(
        select(Round).where(Round.programme_id == programme.id, Round.public_id == public_id)
    ).one()


def list_names_held(programme: Programme, *, but: Round | None = None) -> set[str]:
    """Return the names of its rounds, folded, and hold the programme, so that no two give one name at once.

    :param but: leave this round's out.
    """
    db.session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update())
    names = select(Round.name).where(Round.programme_id == programme.id)
    if but is not None:
        names = names.where(Round.id != but.id)
    return {fold_name(name) for name in db.session.scalars(names)}


def find_following(round_: Round) -> Round | None:
    """Return the repetition of a round, once it is planned."""
    return db.session.scalars(
        select(Round).where(Round.programme_id == round_.programme_id, Round.follows_id == round_.id)
    ).one_or_none()


def list_rounds_to_move(until: date) -> Sequence[int]:
    """Return the ids of rounds that may open or close by themselves by that day, in open programmes."""
    opening = (Round.state == RoundState.PLANNED) & Round.opens_by_itself & (Round.opens_on <= until)
    closing = (Round.state == RoundState.OPEN) & Round.closes_by_itself & (Round.closes_on < until)
    return db.session.scalars(
        select(Round.id)
        .join(Round.programme)
        .where(Programme.closed_on.is_(None), or_(opening, closing))
        .order_by(Round.id)
    ).all()


def next_round_number(programme: Programme) -> int:
    last = db.session.scalar(select(func.max(Round.number)).where(Round.programme_id == programme.id))
    return (last or 0) + 1


def is_asked_for() -> ColumnElement[bool]:
    """Say whether a round still counts it: not when its commitment closed before anything was reported."""
    return or_(ExpectedCheckIn.settled_on.is_(None), ExpectedCheckIn.reported_on.is_not(None))


def count_reported(programme: Programme, rounds: Sequence[Round] | None = None) -> dict[int, RoundCount]:
    """Count for each round, or for these alone, by its id, what was expected and what came."""
    in_these = [] if rounds is None else [ExpectedCheckIn.round_id.in_([row.id for row in rounds])]
    counted = db.session.execute(
        select(
            ExpectedCheckIn.round_id,
            func.count(),
            func.count(ExpectedCheckIn.reported_on),
        )
        .where(ExpectedCheckIn.programme_id == programme.id, is_asked_for(), *in_these)
        .group_by(ExpectedCheckIn.round_id)
    )
    return {round_id: RoundCount(expected, reported) for round_id, expected, reported in counted}


def count_live_commitments(programme: Programme) -> int:
    """Count the commitments that a round opened now would ask about."""
    return db.session.scalar(select(func.count()).select_from(_live(programme).subquery())) or 0


def list_live_commitments(programme: Programme) -> Sequence[Commitment]:
    """Return the commitments that a round asks about, with what their register entries are made of.

    Not those of organisations that have left: nobody is there to report.
    """
    live = _live(programme).options(*_for_register_entry()).order_by(Commitment.id)
    return db.session.scalars(live).all()


def list_to_ask(programme: Programme) -> Sequence[Commitment]:
    """Return the commitments that a round opened now asks about, by organisation and title."""
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.organisation)
        .where(Commitment.programme_id == programme.id, _is_asked())
        .options(joinedload(Commitment.organisation), selectinload(Commitment.ownerships))
        .order_by(Organisation.sort_name, Commitment.title, Commitment.id)
    ).all()


def _is_asked() -> ColumnElement[bool]:
    """Say whether a round asks about a commitment: a live one, of an organisation that takes part."""
    imported = select(ImportedRecord.id).where(ImportedRecord.commitment_id == Commitment.id)
    takes_part = select(Participation.id).where(
        Participation.organisation_id == Commitment.organisation_id,
        Participation.programme_id == Commitment.programme_id,
        Participation.left_on.is_(None),
    )
    # Also within a query that joins these tables for reasons of its own.
    imported, takes_part = imported.correlate(Commitment), takes_part.correlate(Commitment)
    return and_(
        Commitment.lifecycle == Lifecycle.PUBLISHED,
        Commitment.is_statement_of_intent.is_(False),
        takes_part.exists(),
        ~imported.exists(),
    )


def _live(programme: Programme) -> Select[Commitment]:
    return select(Commitment).where(Commitment.programme_id == programme.id, _is_asked())


def list_expected(round_: Round) -> Sequence[ExpectedCheckIn]:
    """Return what the round expects, by organisation and title."""
    return db.session.scalars(
        select(ExpectedCheckIn)
        .join(ExpectedCheckIn.commitment)
        .join(Commitment.organisation)
        .where(
            ExpectedCheckIn.programme_id == round_.programme_id,
            ExpectedCheckIn.round_id == round_.id,
            is_asked_for(),
        )
        .options(joinedload(ExpectedCheckIn.commitment).joinedload(Commitment.organisation))
        .order_by(Organisation.sort_name, Commitment.title, ExpectedCheckIn.id)
    ).all()


def list_expected_for_closing(round_: Round) -> Sequence[ExpectedCheckIn]:
    """Return what the round expects, with what the register entries of the commitments are made of."""
    of_commitment = selectinload(ExpectedCheckIn.commitment)
    return db.session.scalars(
        select(ExpectedCheckIn)
        .where(
            ExpectedCheckIn.programme_id == round_.programme_id,
            ExpectedCheckIn.round_id == round_.id,
            is_asked_for(),
        )
        .options(of_commitment.options(*_for_register_entry()))
        .order_by(ExpectedCheckIn.id)
    ).all()


def list_settled(round_: Round) -> Sequence[ExpectedCheckIn]:
    """Return what the round no longer counts, because its commitment ended before anything was reported."""
    return db.session.scalars(
        select(ExpectedCheckIn)
        .where(
            ExpectedCheckIn.programme_id == round_.programme_id,
            ExpectedCheckIn.round_id == round_.id,
            ~is_asked_for(),
        )
        .options(joinedload(ExpectedCheckIn.commitment).joinedload(Commitment.organisation))
        .order_by(ExpectedCheckIn.id)
    ).all()


def _for_register_entry() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(Commitment.organisation),
        joinedload(Commitment.imported),
        joinedload(Commitment.register_entry),
        selectinload(Commitment.expected_check_ins),
        selectinload(Commitment.publications),
        selectinload(Commitment.check_ins).selectinload(CheckIn.versions),
    )
