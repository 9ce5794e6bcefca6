"""What members do with their library: write an entry, change it, publish it, take it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.library.queries import find_current_publication
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.public_library import publish_entry as freeze_entry

# What an entry says, whatever its kind; a form of one kind leaves out what has no meaning there.
FIELDS = ("title", "text", "outcome", "lessons", "profession", "place", "alliance", "url", "dated_on")


def write_entry(
    organisation: Organisation,
    programme: Programme,
    kind: EntryKind,
    values: Mapping[str, Any],
    *,
    commitments: Sequence[Commitment],
    by: User,
    now: datetime,
) -> LibraryEntry:
    """Begin an entry. Nobody outside sees it before it is published."""
    programme.refuse_if_closed()
    entry = LibraryEntry(
        organisation=organisation,
        programme=programme,
        kind=kind,
        created_at=now,
        created_by_id=by.id,
        edited_at=now,
        **_fields(values),
    )
    _link(entry, commitments)
    db.session.add(entry)
    db.session.flush()
    _record(ActivityKind.ENTRY_WRITTEN, entry, by=by, now=now)
    return entry


def edit_entry(
    entry: LibraryEntry,
    values: Mapping[str, Any],
    *,
    commitments: Sequence[Commitment],
    version: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Change an entry; one that is published is published anew, with the reason."""
    entry.refuse_unless_editable()
    entry.refuse_if_changed(version)
    reason = values.get("reason")
    if entry.is_published and not reason:
        raise Refused("Enter the reason for the change: this is published already", "reason")
    for name, value in _fields(values).items():
        setattr(entry, name, value)
    _link(entry, commitments)
    entry.begin_version(now)
    _record(ActivityKind.ENTRY_EDITED, entry, by=by, now=now)
    if entry.is_published:
        _freeze(entry, now=now, today=today, note=reason)


def publish_entry(entry: LibraryEntry, *, by: User, now: datetime, today: date) -> None:
    """Show it to the public."""
    entry.programme.refuse_if_closed()
    _freeze(entry, now=now, today=today, note=None)
    _record(ActivityKind.ENTRY_PUBLISHED, entry, by=by, now=now)


def retract_entry(entry: LibraryEntry, reason: str, *, by: User, now: datetime, today: date) -> None:
    """Take it back. Its page then says when and why, and nothing else."""
    entry.retract()
    publication = find_current_publication(entry)
    if publication is not None:
        publication.retracted_on = today
        publication.retraction_reason = reason
    _record(ActivityKind.ENTRY_RETRACTED, entry, by=by, now=now, after={"reason": reason})


def _freeze(entry: LibraryEntry, *, now: datetime, today: date, note: str | None) -> None:
    publication = freeze_entry(entry, find_current_publication(entry), now=now, today=today, note=note)
    if publication is not None:
        db.session.add(publication)
    db.session.flush()


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}


def _link(entry: LibraryEntry, commitments: Sequence[Commitment]) -> None:
    """Tie the entry to commitments of its own programme. Those of another stay apart."""
    if any(row.programme_id != entry.programme.id for row in commitments):
        raise Refused("Choose commitments of the same programme", "commitments")
    entry.commitments = list(commitments)


def _record(
    kind: ActivityKind,
    entry: LibraryEntry,
    *,
    by: User,
    now: datetime,
    after: dict[str, Any] | None = None,
) -> None:
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by,
            organisation_id=entry.organisation_id,
            # Coordinators read of what is public in their programme, and of no draft.
            programme_id=None if entry.state.value == "draft" else entry.programme_id,
            subject_kind="library_entry",
            subject_id=entry.public_id,
            subject_name=entry.title,
            after=after,
        )
    )
    db.session.flush()
