"""How a closed round stood beside how it stands now, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.dates import long_date
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.round_snapshot import (
    CAME_IN,
    OUTCOMES,
    RoundSnapshot,
    SnapshotRow,
    answer_to,
    outcome_of,
)
from equity_tracker.model.vocabulary import DELIVERIES, LEVELS, OUTLOOKS


@dataclass(frozen=True)
class Difference:
    """One commitment that is told otherwise now than when the round closed."""

    title: str
    commitment_id: str
    then: str
    now: str


@dataclass(frozen=True)
class AsClosed:
    """The record of a closed round, and where it differs from today."""

    snapshot: RoundSnapshot
    differences: list[Difference]


HEADER = (
    "Reference",
    "Commitment",
    "Organisation then",
    "Kind of organisation",
    "Due on",
    "Outcome",
    "Reported on",
    "Check-in",
    "Version",
    "How far it had got",
    "Outlook",
    "Level",
)


def differences(snapshot: RoundSnapshot, rows: Sequence[ExpectedCheckIn]) -> list[Difference]:
    """List what has changed since: corrections, late and withdrawn reports, other holders."""
    now: Mapping[str, ExpectedCheckIn] = {row.commitment.public_id: row for row in rows}
    found = []
    for then in snapshot.rows:
        row = now.get(then.commitment_id)
        if row is None:
            continue
        was, stands = _then(then), _now(row, snapshot.closed_on)
        if row.commitment.organisation.public_id != then.organisation_id:
            was.append(f"held by {then.organisation_name}")
            stands.append(f"held by {row.commitment.organisation.name}")
        if was != stands:
            found.append(Difference(then.title, then.commitment_id, "; ".join(was), "; ".join(stands)))
    return found


def cells(row: SnapshotRow, kind: str) -> list[str]:
    """Return the row as the file prints it."""
    return [
        row.reference or "",
        row.title,
        row.organisation_name,
        kind,
        row.due_on.isoformat(),
        OUTCOMES[row.outcome],
        row.reported_on.isoformat() if row.reported_on else "",
        str(row.check_in_number or ""),
        str(row.version or ""),
        DELIVERIES.label(row.delivery) if row.delivery else "",
        OUTLOOKS.label(row.outlook) if row.outlook else "",
        LEVELS.label(row.level) if row.level else "",
    ]


def _then(row: SnapshotRow) -> list[str]:
    if row.outcome not in CAME_IN:
        return [OUTCOMES[row.outcome]]
    return _said(OUTCOMES[row.outcome], row.version, row.delivery, row.outlook, row.level)


def _now(row: ExpectedCheckIn, closed_on: date) -> list[str]:
    report, outcome = answer_to(row), outcome_of(row)
    if row.commitment.is_retracted or (report is not None and report.is_retracted):
        return ["Taken back"]
    if outcome in CAME_IN and report is not None:
        version = report.current
        return _said(OUTCOMES[outcome], version.number, version.delivery, version.outlook, version.level)
    later = row.commitment.last_reported_on
    if row.is_missed and later is not None and later >= closed_on:
        return [f"{OUTCOMES[outcome]} in the round; a report came on {long_date(later)}"]
    return [OUTCOMES[outcome]]


def _said(
    outcome: str, version: int | None, delivery: str | None, outlook: str | None, level: str | None
) -> list[str]:
    words = [DELIVERIES.label(delivery), OUTLOOKS.label(outlook), LEVELS.label(level)]
    return [f"{outcome}, version {version}", *words]
