"""Reads of how many of those asked have reported, round by round."""

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.round_response import RoundResponse, response_of
from equity_tracker.model.round_snapshot import Outcome, RoundSnapshot, by_kind, outcome_of


def list_responses(programme: Programme) -> list[RoundResponse]:
    """Return every round that was opened, the first due first: as it closed, or as it stands while open.

    A round that closed before records were kept is counted from its rows.
    """
    rounds = db.session.scalars(
        select(Round)
        .where(Round.programme_id == programme.id, Round.state != RoundState.PLANNED)
        .order_by(Round.due_on, Round.id)
    ).all()
    recorded = {
        row.round_id: row.by_kind
        for row in db.session.execute(
            select(RoundSnapshot.round_id, RoundSnapshot.by_kind).where(
                RoundSnapshot.programme_id == programme.id
            )
        )
    }
    open_ones = _outcomes(programme, [row.id for row in rounds if row.id not in recorded])
    return [
        response_of(row, recorded[row.id] if row.id in recorded else by_kind(open_ones.get(row.id, [])))
        for row in rounds
    ]


def _outcomes(programme: Programme, round_ids: list[int]) -> dict[int, list[tuple[str, Outcome]]]:
    found: dict[int, list[tuple[str, Outcome]]] = {}
    rows = db.session.execute(
        select(ExpectedCheckIn, Organisation.kind)
        .join(Organisation, Organisation.id == ExpectedCheckIn.organisation_id)
        .where(ExpectedCheckIn.programme_id == programme.id, ExpectedCheckIn.round_id.in_(round_ids))
    )
    for row, kind in rows:
        found.setdefault(row.round_id, []).append((kind, outcome_of(row)))
    return found
