"""A line of the log about an organisation's workspace. What it says on the page is in `sentences`."""

from datetime import datetime
from typing import Any

from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User


def line(
    kind: ActivityKind,
    organisation: Organisation,
    *,
    by: User,
    now: datetime,
    subject: tuple[str, str, str],
    programme_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Activity:
    """Make the line.

    :param subject: its kind, its public id and its name, such as `("member", "2b4c…", "Ada Alder")`.
    """
    subject_kind, subject_id, subject_name = subject
    return Activity(
        kind=kind,
        at=now,
        actor=by,
        organisation_id=organisation.id,
        programme_id=programme_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_name=subject_name[:200],
        before=before,
        after=after,
    )
