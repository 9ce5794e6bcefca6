"""The record of a round as it stood when it closed: written once, and never changed by what comes later."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import PUBLIC_ID_LENGTH, Base, one_of, same_programme, term
from equity_tracker.model.counting import FEWEST_FOR_PERCENT
from equity_tracker.model.round import ExpectedCheckIn, Round

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckIn


class Outcome(StrEnum):
    """What came of one expected check-in."""

    REPORTED = "reported"
    LATE = "late"
    NOT_REPORTED = "not_reported"
    # Its commitment closed or was taken back first, so the round no longer counted it.
    SETTLED = "settled"


OUTCOMES = {
    Outcome.REPORTED: "Reported",
    Outcome.LATE: "Reported late",
    Outcome.NOT_REPORTED: "Not reported",
    Outcome.SETTLED: "Not counted",
}
# Of fewer, a share says more than it knows, drawn or printed.
FEWEST_FOR_A_SHARE = FEWEST_FOR_PERCENT
CAME_IN = (Outcome.REPORTED, Outcome.LATE)


class RoundSnapshot(Base):
    """The counts of a round on the day it closed. Those who did not report are in `expected`."""

    __tablename__ = "round_snapshots"
    __table_args__ = (
        UniqueConstraint("programme_id", "id"),
        UniqueConstraint("round_id"),
        same_programme("rounds", "round_id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    round_id: Mapped[int]
    closed_on: Mapped[date]
    taken_at: Mapped[datetime]
    expected: Mapped[int]
    reported: Mapped[int]
    late: Mapped[int]
    settled: Mapped[int]
    # For each kind of organisation what was expected, reported and not counted.
    by_kind: Mapped[dict[str, Any]] = mapped_column(JSON)

    rows: Mapped[list["SnapshotRow"]] = relationship(back_populates="snapshot", order_by="SnapshotRow.id")


class SnapshotRow(Base):
    """One expected check-in as it stood then, in words that no later merger, move or change of name alters.

    It names no row that moves. Only the programme's staff read it.
    """

    __tablename__ = "round_snapshot_rows"
    __table_args__ = (
        same_programme("round_snapshots", "snapshot_id"),
        Index("ix_round_snapshot_rows_snapshot_id", "programme_id", "snapshot_id"),
    )

    programme_id: Mapped[int]
    snapshot_id: Mapped[int]
    commitment_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    reference: Mapped[str | None] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    organisation_name: Mapped[str] = mapped_column(String(200))
    organisation_kind: Mapped[str] = mapped_column(term())
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome))
    due_on: Mapped[date]
    reported_on: Mapped[date | None]
    check_in_number: Mapped[int | None]
    version: Mapped[int | None]
    delivery: Mapped[str | None] = mapped_column(term())
    outlook: Mapped[str | None] = mapped_column(term())
    level: Mapped[str | None] = mapped_column(term())

    snapshot: Mapped[RoundSnapshot] = relationship(back_populates="rows")


def outcome_of(row: ExpectedCheckIn) -> Outcome:
    """Say what has come of it by now. Late is after the due date, by the day of the organisation."""
    if row.reported_on is not None:
        return Outcome.LATE if row.reported_on > row.due_on else Outcome.REPORTED
    return Outcome.SETTLED if row.settled_on is not None else Outcome.NOT_REPORTED


def take_snapshot(
    round_: Round, rows: Sequence[ExpectedCheckIn], *, now: datetime, today: date
) -> RoundSnapshot:
    """Write down what became of everything the round expected, the settled included."""
    taken = [_row(row) for row in sorted(rows, key=lambda row: row.id)]
    return RoundSnapshot(
        programme_id=round_.programme_id,
        round_id=round_.id,
        closed_on=today,
        taken_at=now,
        **_counts(row.outcome for row in taken),
        by_kind=by_kind((row.organisation_kind, row.outcome) for row in taken),
        rows=taken,
    )


def by_kind(outcomes: Iterable[tuple[str, Outcome]]) -> dict[str, dict[str, int]]:
    """Count what was expected and what came, for each kind of organisation."""
    found: dict[str, list[Outcome]] = {}
    for kind, outcome in outcomes:
        found.setdefault(kind, []).append(outcome)
    return {kind: _counts(found[kind]) for kind in sorted(found)}


def _counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counted = Counter(outcomes)
    came_in = sum(counted[outcome] for outcome in CAME_IN)
    return {
        "expected": came_in + counted[Outcome.NOT_REPORTED],
        "reported": came_in,
        "late": counted[Outcome.LATE],
        "settled": counted[Outcome.SETTLED],
    }


def _row(row: ExpectedCheckIn) -> SnapshotRow:
    commitment, organisation = row.commitment, row.commitment.organisation
    outcome = outcome_of(row)
    said = answer_to(row) if outcome in CAME_IN else None
    return SnapshotRow(
        programme_id=row.programme_id,
        commitment_id=commitment.public_id,
        reference=commitment.reference,
        title=commitment.display_title,
        organisation_id=organisation.public_id,
        organisation_name=organisation.name,
        organisation_kind=organisation.kind,
        outcome=outcome,
        due_on=row.due_on,
        reported_on=row.reported_on,
        check_in_number=said.number if said else None,
        version=said.current.number if said else None,
        delivery=said.current.delivery if said else None,
        outlook=said.current.outlook if said else None,
        level=said.current.level if said else None,
    )


def answer_to(row: ExpectedCheckIn) -> "CheckIn | None":
    """Return the check-in that holds this place in the round."""
    return next((report for report in row.commitment.check_ins if report.expected_id == row.id), None)
