"""What was published about commitments, and when it happened. Publications alone are read."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import load_only

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.report_choice import Choice
from equity_tracker.public.timeline import outline
from equity_tracker.reports.lines import Happening

# Some databases take no more than a thousand values in one list.
PART = 500
OF_A_COMMITMENT = (
    PublicationKind.COMMITMENT,
    PublicationKind.CHECK_IN,
    PublicationKind.MISSED_CHECK_IN,
    PublicationKind.CHECK_IN_ASSESSMENT,
    PublicationKind.ASSESSMENT,
    PublicationKind.STILL_IN_PLACE,
)


def all_told(about: Sequence[str], as_of: date) -> dict[str, list[Publication]]:
    """Return every publication about these commitments that the public may read on the day, oldest first."""
    found: dict[str, list[Publication]] = defaultdict(list)
    for start in range(0, len(about), PART):
        rows = db.session.scalars(
            select(Publication)
            .where(
                Publication.about_id.in_(about[start : start + PART]),
                Publication.kind.in_(OF_A_COMMITMENT),
                Publication.public_from <= as_of,
                Publication.happened_on <= as_of,
            )
            .options(
                load_only(
                    Publication.kind,
                    Publication.subject_id,
                    Publication.about_id,
                    Publication.number,
                    Publication.is_current,
                    Publication.payload,
                    Publication.note,
                    Publication.happened_on,
                    Publication.retracted_on,
                    Publication.retraction_reason,
                )
            )
            .order_by(Publication.happened_on, Publication.id)
        )
        for row in rows:
            if row.about_id is not None:
                found[row.about_id].append(row)
    return found


def list_happenings(about: Sequence[str], choice: Choice) -> list[Happening]:
    """Tell what happened in a period, newest first. Without a beginning, that is left to other reports."""
    if choice.period.since is None or not choice.wants("happened"):
        return []
    found = [
        happening
        for public_id, told in all_told(about, choice.as_of).items()
        for happening in _happenings(public_id, told, choice)
    ]
    return sorted(found, key=lambda row: (row.on, row.title.casefold()), reverse=True)


def _happenings(public_id: str, told: Sequence[Publication], choice: Choice) -> list[Happening]:
    promise = next((row for row in told if row.kind is PublicationKind.COMMITMENT and row.is_current), None)
    if promise is None or promise.retracted_on is not None:
        return []
    reference, title = promise.payload["reference"], promise.payload["title"]
    return [
        Happening(entry.on, public_id, reference, title, entry.tell().what)
        for entry in outline(told)
        if choice.period.holds(entry.on)
    ]
