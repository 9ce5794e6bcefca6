"""Valid organisations, with few arguments."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation, sort_name
from equity_tracker.model.slugs import slug_from


def make_organisation(name: str, *, now: datetime, kind: str = "other") -> Organisation:
    organisation = Organisation(
        name=name, sort_name=sort_name(name), slug=slug_from(name), kind=kind, created_at=now
    )
    db.session.add(organisation)
    return organisation
