"""The lines of the log about a commitment or a check-in, whoever writes them."""

from datetime import datetime
from typing import Any

from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User

Facts = dict[str, Any]


def about_commitment(
    kind: ActivityKind,
    commitment: Commitment,
    *,
    by: User,
    now: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
) -> Activity:
    return Activity(
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


def about_check_in(
    kind: ActivityKind,
    check_in: CheckIn,
    *,
    by: User,
    now: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
) -> Activity:
    return Activity(
        kind=kind,
        at=now,
        actor=by,
        organisation_id=check_in.organisation_id,
        programme_id=check_in.programme_id,
        subject_kind="check_in",
        subject_id=check_in.public_id,
        subject_name=f"Check-in {check_in.number}: {check_in.commitment.display_title}"[:200],
        before=before,
        after=after,
    )
