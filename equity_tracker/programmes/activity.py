"""The line of the log that everything done in a programme leaves."""

from datetime import datetime
from typing import Any

from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme

Facts = dict[str, Any]


def about_programme(
    kind: ActivityKind,
    programme: Programme,
    *,
    by: User | None,
    now: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
) -> Activity:
    return Activity(
        kind=kind,
        at=now,
        actor=by,
        programme_id=programme.id,
        subject_kind="programme",
        subject_id=programme.public_id,
        subject_name=programme.name,
        before=before,
        after=after,
    )


def about_organisation(
    kind: ActivityKind,
    organisation: Organisation,
    programme: Programme,
    *,
    by: User,
    now: datetime,
    after: Facts | None = None,
) -> Activity:
    return Activity(
        kind=kind,
        at=now,
        actor=by,
        organisation_id=organisation.id,
        programme_id=programme.id,
        subject_kind="organisation",
        subject_id=organisation.public_id,
        subject_name=organisation.name,
        after=after,
    )
