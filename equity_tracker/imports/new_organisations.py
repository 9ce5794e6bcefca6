"""Organisations that an import adds, and what of the directory becomes public. Pure: the actions store it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from equity_tracker.model.organisation import Organisation, sort_name
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.model.slugs import SLUG_LENGTH, slug_from


def new_organisation(name: str, kind: str, *, taken: Collection[str], now: datetime) -> Organisation:
    """Make an organisation. Its slug is made of its name, with a number where that is taken."""
    slug = slug_from(name)
    number = 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = slug_from(name)[: SLUG_LENGTH - len(ending)].rstrip("-") + ending
    # Lists are named although they are empty: publishing would otherwise read each from the database.
    return Organisation(
        name=name,
        sort_name=sort_name(name),
        slug=slug,
        kind=kind,
        created_at=now,
        identifiers=[],
        aliases=[],
        changes_from=[],
        changes_to=[],
    )


def publications_of(
    organisations: Iterable[Organisation],
    current: Iterable[Publication],
    *,
    visible_from: date | None,
    now: datetime,
    today: date,
) -> list[Publication]:
    """Publish what of these organisations the public cannot read yet.

    :param current: the current publications of organisations.
    """
    published = {row.subject_id: row for row in current}
    publications = [
        publish_organisation(
            organisation,
            published.get(organisation.public_id),
            now=now,
            today=today,
            visible_from=visible_from,
        )
        for organisation in organisations
    ]
    return [publication for publication in publications if publication is not None]
