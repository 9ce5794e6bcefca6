"""Writing the programme of 2013: its page, its statements for action, and the one verified promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.imports import queries
from equity_tracker.imports.actions.registers import import_records
from equity_tracker.imports.actions.sourced_programmes import find_or_found
from equity_tracker.imports.health_equity_2013 import HealthEquity2013
from equity_tracker.imports.names import NameIndex
from equity_tracker.imports.outcome import ImportOutcome
from equity_tracker.model.base import new_public_id
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind, supersede
from equity_tracker.model.publishing import public_from


@dataclass(frozen=True, slots=True)
class Outcome2013:
    """What became of the promise, and how many statements were published for the first time or again."""

    records: ImportOutcome
    statements: int
    statements_published: int


def import_health_equity_2013(content: HealthEquity2013, *, now: datetime, today: date) -> Outcome2013:
    """Write what the sources say. The caller commits, or rolls a dry run back."""
    programme = find_or_found(content.programme, now=now, today=today)
    records = import_records(programme, content.plan, now=now, today=today)
    if records.is_refused:
        return Outcome2013(records, len(content.statements), 0)
    authors = _Authors()
    current = queries.list_current_publications(PublicationKind.STATEMENT, programme=programme)
    by_profession = {row.payload["profession"]: row for row in current}
    published = [
        _publish(programme, payload, by_profession.get(payload["profession"]), now=now)
        for payload in content.statements
    ]
    for publication, payload in zip(published, content.statements, strict=True):
        if publication is not None:
            publication.organisation_id = authors.find(payload["written_by"])
    new = [publication for publication in published if publication is not None]
    db.session.add_all(new)
    db.session.flush()
    return Outcome2013(records, len(content.statements), len(new))


class _Authors:
    """The organisations that wrote the statements, where the directory has exactly that name."""

    def __init__(self) -> None:
        self._organisations = {row.slug: row for row in queries.list_organisations()}
        self._index = NameIndex(queries.known_name(row) for row in self._organisations.values())

    def find(self, written_by: Sequence[str]) -> int | None:
        """Return the id of the author, when there is one and it is known."""
        if len(written_by) != 1:
            return None
        slug = self._index.match(written_by[0]).key
        return self._organisations[slug].id if slug else None


def _publish(
    programme: Programme, payload: dict[str, Any], previous: Publication | None, *, now: datetime
) -> Publication | None:
    """Freeze a statement for action. It has no row of its own: its profession tells it apart."""
    visible_from = public_from(programme)
    publication = supersede(
        previous,
        kind=PublicationKind.STATEMENT,
        subject_id=previous.subject_id if previous else new_public_id(),
        payload=payload,
        happened_on=programme.launches_on or now.date(),
        now=now,
        public_from=visible_from,
    )
    if publication is not None:
        publication.programme_id = programme.id
    return publication
