"""The lines of the log about a check-in that is not sent yet.

They name the organisation and no programme: before it is sent, a check-in is nobody else's business.
"""

from datetime import datetime
from typing import Any

from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User


def about_draft(
    kind: ActivityKind,
    commitment: Commitment,
    *,
    by: User | CheckInLink,
    now: datetime,
    after: dict[str, Any] | None = None,
) -> Activity:
    """Make the line. Whoever came by a link is named by their address."""
    actor, who = (None, {"address": by.email}) if isinstance(by, CheckInLink) else (by, {})
    return Activity(
        kind=kind,
        at=now,
        actor=actor,
        organisation_id=commitment.organisation_id,
        subject_kind="commitment",
        subject_id=commitment.public_id,
        subject_name=commitment.display_title[:200],
        after=(after or {}) | who or None,
    )
