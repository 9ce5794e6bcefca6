"""The story of what stands beside the commitments: statements for action, case studies and support."""

from functools import partial

from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.content import FIRST_PROGRAMME, Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.public_library import publish_entry

_NOT_COLUMNS = {"kind", "organisation", "published_on", "commitments"}


def plan_library(cast: Cast, timeline: Timeline) -> None:
    for row in cast.content.library:
        timeline.add(row["published_on"], Turn.COMMITMENT, partial(_publish, cast, row))


def _publish(cast: Cast, row: Row, moment: Moment) -> None:
    organisation, programme = cast.organisations[row["organisation"]], cast.programmes[FIRST_PROGRAMME]
    by = cast.signer(organisation.slug)
    entry = LibraryEntry(
        organisation=organisation,
        programme=programme,
        kind=EntryKind(row["kind"]),
        created_at=moment.now,
        created_by_id=by.id,
        edited_at=moment.now,
        commitments=[cast.commitments[key] for key in row.get("commitments", [])],
        **{name: value for name, value in row.items() if name not in _NOT_COLUMNS},
    )
    db.session.add(entry)
    db.session.flush()
    db.session.add(publish_entry(entry, None, now=moment.now, today=moment.today, note=None))
    record(
        ActivityKind.ENTRY_PUBLISHED,
        moment,
        by=by,
        subject=entry,
        name=entry.title,
        organisation=organisation,
        programme=programme,
    )
