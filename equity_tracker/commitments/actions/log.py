"""The line of the log that everything done with a commitment leaves."""

from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User


def record(
    kind: ActivityKind,
    commitment: Commitment,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by,
            organisation_id=commitment.organisation_id,
            programme_id=commitment.programme_id,
            subject_kind="commitment",
            subject_id=commitment.public_id,
            subject_name=commitment.display_title,
            before=before,
            after=after,
        )
    )
    db.session.flush()
