"""Check-ins that say something else than the one before them: at risk, was on track."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.vocabulary import DELIVERIES, OUTLOOKS
from equity_tracker.monday.queries.scope import PART, AnySelect, stands


@dataclass(frozen=True)
class Turn:
    """How a commitment stands since its latest report, and how it stood before."""

    on: date
    organisation: str
    title: str
    commitment_id: str
    outlook: str
    delivery: str
    was_outlook: str | None
    was_delivery: str | None

    @property
    def is_other(self) -> bool:
        return (self.outlook, self.delivery) != (self.was_outlook, self.was_delivery)

    @property
    def sentence(self) -> str:
        """Say what is different, outlook and delivery apart."""
        if self.was_outlook is None or self.was_delivery is None:
            return f"First check-in: {_outlook(self.outlook)}; delivery: {_delivery(self.delivery)}."
        said = []
        if self.outlook != self.was_outlook:
            said.append(f"{OUTLOOKS.label(self.outlook)}, was {_outlook(self.was_outlook)}")
        if self.delivery != self.was_delivery:
            said.append(f"Delivery: {_delivery(self.delivery)}, was {_delivery(self.was_delivery)}")
        return f"{'. '.join(said)}."


def list_turns(programme: Programme, *, since: date, most: int) -> list[Turn]:
    """Return the commitments whose latest check-in since that day differs from the last before it."""
    now = db.session.execute(
        _last(programme)
        .where(CheckIn.submitted_on >= since)
        .order_by(CheckIn.submitted_on.desc(), CheckIn.id.desc())
    ).all()
    latest: dict[int, Any] = {}
    for row in now:
        if row.commitment not in latest or row.number > latest[row.commitment].number:
            latest[row.commitment] = row
    before = _before(programme, list(latest), since)
    turns = [_turn(row, before.get(row.commitment)) for row in latest.values()]
    return [turn for turn in turns if turn.is_other][:most]


def _last(programme: Programme) -> AnySelect:
    return (
        select(
            CheckIn.commitment_id.label("commitment"),
            CheckIn.number,
            CheckIn.submitted_on,
            CheckInVersion.outlook,
            CheckInVersion.delivery,
            Commitment.title,
            Commitment.public_id,
            Organisation.name,
        )
        .join(CheckInVersion, CheckInVersion.check_in_id == CheckIn.id)
        .join(Commitment, Commitment.id == CheckIn.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(CheckIn.programme_id == programme.id, stands())
    )


def _before(programme: Programme, commitment_ids: list[int], since: date) -> dict[int, Any]:
    """Return the last check-in that stood before that day, by commitment."""
    found: dict[int, Any] = {}
    for start in range(0, len(commitment_ids), PART):
        part = commitment_ids[start : start + PART]
        rows = db.session.execute(
            _last(programme)
            .where(CheckIn.submitted_on < since, CheckIn.commitment_id.in_(part))
            .order_by(CheckIn.number)
        )
        found |= {row.commitment: row for row in rows}
    return found


def _turn(row: Any, before: Any) -> Turn:  # noqa: ANN401 - database rows, by name
    return Turn(
        on=row.submitted_on,
        organisation=row.name,
        title=row.title or "Untitled commitment",
        commitment_id=row.public_id,
        outlook=row.outlook,
        delivery=row.delivery,
        was_outlook=before.outlook if before else None,
        was_delivery=before.delivery if before else None,
    )


def _outlook(slug: str) -> str:
    return OUTLOOKS.label(slug).lower()


def _delivery(slug: str) -> str:
    return DELIVERIES.label(slug).lower()
