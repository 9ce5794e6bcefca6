"""What of a statement, a case study or a support the public may see, and the freezing of it."""

from datetime import date, datetime
from typing import Any

from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.publication import Mention, Publication, PublicationKind, supersede
from equity_tracker.model.publishing import public_from
from equity_tracker.model.slugs import slug_from

PUBLISHED_AS = {
    EntryKind.STATEMENT: PublicationKind.STATEMENT,
    EntryKind.CASE_STUDY: PublicationKind.CASE_STUDY,
    EntryKind.SUPPORT: PublicationKind.SUPPORT,
}


def entry_payload(entry: LibraryEntry) -> dict[str, Any]:
    """Copy what the public may see. Of linked commitments only those that are public themselves."""
    return {
        "title": entry.title,
        "slug": slug_from(entry.title),
        "text": entry.text,
        "outcome": entry.outcome,
        "lessons": entry.lessons,
        "profession": entry.profession,
        "place": entry.place,
        "alliance": entry.alliance,
        "url": entry.url,
        "dated_on": entry.dated_on.isoformat() if entry.dated_on else None,
        "written_by": [entry.organisation.name],
        "organisation_slug": entry.organisation.slug,
        "programme_name": entry.programme.name,
        "programme_slug": entry.programme.slug,
        "commitments": sorted(row.public_id for row in entry.commitments if row.register_entry is not None),
    }


def publish_entry(
    entry: LibraryEntry, previous: Publication | None, *, now: datetime, today: date, note: str | None
) -> Publication | None:
    """Freeze an entry as it is now; None when it says what it said before."""
    entry.publish()
    publication = supersede(
        previous,
        kind=PUBLISHED_AS[entry.kind],
        subject_id=entry.public_id,
        payload=entry_payload(entry),
        happened_on=today,
        now=now,
        public_from=public_from(entry.programme),
        note=note,
    )
    if publication is not None:
        publication.organisation_id = entry.organisation_id
        publication.programme_id = entry.programme_id
        publication.mentions = [Mention(public_id=name) for name in publication.payload["commitments"]]
    return publication
