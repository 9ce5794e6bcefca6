"""Adding an organisation to the directory, for those who found a programme or invite."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation, sort_name
from equity_tracker.model.slugs import SLUG_LENGTH, slug_from
from equity_tracker.programmes.queries.participations import find_organisation_by_name, is_slug_taken


def add_organisation(name: str, kind: str, *, now: datetime) -> Organisation:
    """Put an organisation into the directory that is not there yet."""
    organisation = Organisation(
        name=name, sort_name=sort_name(name), slug=_free_slug(name), kind=kind, created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError:
        raise Refused(
            "Somebody has just added an organisation of this name. Search for it.", "name"
        ) from None
    return organisation


def find_or_add_body(name: str, kind: str | None, *, now: datetime) -> Organisation:
    """Return the organisation of this name; add it when there is none."""
    known = find_organisation_by_name(name)
    if known is not None:
        return known
    if kind is None:
        raise Refused("This organisation is new to the directory. Choose what kind it is.", "body_kind")
    return add_organisation(name, kind, now=now)


def _free_slug(name: str) -> str:
    wanted = slug_from(name)
    slug, number = wanted, 1
    while is_slug_taken(slug):
        number += 1
        slug = f"{wanted[: SLUG_LENGTH - 5]}-{number}"
    return slug
