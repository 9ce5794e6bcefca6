"""What was published lately, each publication with the one before it, the newest first."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.filters import Question
from equity_tracker.public.news import News, tell
from equity_tracker.public.queries import library
from equity_tracker.public.queries import publications as publications_of
from equity_tracker.public.queries.conditions import TODAY, conditions, narrowing
from equity_tracker.public.queries.tables import AnyRow, Entry, Published, entries, publications, read

__all__ = [
    "TOLD",
    "News",
    "list_of_commitment",
    "list_of_organisation",
    "list_of_programme",
    "list_of_search",
    "tell_numbered",
    "which_match",
]

MOST_IN_A_FEED = 50
# Some databases take no more than a thousand values in one list.
PART = 500
TOLD = (
    PublicationKind.COMMITMENT,
    PublicationKind.CHECK_IN,
    PublicationKind.MISSED_CHECK_IN,
    PublicationKind.CHECK_IN_ASSESSMENT,
    PublicationKind.ASSESSMENT,
    PublicationKind.STILL_IN_PLACE,
    PublicationKind.ROUND,
    PublicationKind.PROGRAMME,
    *library.KINDS,
)
_before = publications.alias("before")
# A commitment that was taken back is told once, and not again for each thing that was said about it.
_IS_TOLD = or_(
    Published.retracted_on.is_(None),
    and_(
        Published.is_current,
        or_(
            Published.kind.in_((PublicationKind.COMMITMENT, *library.KINDS)),
            and_(Published.kind == PublicationKind.CHECK_IN, Entry.retracted_on.is_(None)),
        ),
    ),
)
NEWS = (
    select(
        Published.id,
        Published.kind,
        Published.subject_id,
        Published.about_id,
        Published.number,
        Published.is_current,
        Published.payload,
        Published.note,
        Published.happened_on,
        Published.published_at,
        Published.retracted_on,
        Published.retraction_reason,
        Published.programme_id,
        Published.organisation_id.label("written_by_id"),
        Entry.organisation_id,
        Entry.title,
        Entry.slug,
        Entry.reference,
        Entry.organisation_name,
        Entry.programme_name,
        _before.c.payload.label("before_payload"),
        _before.c.note.label("before_note"),
        _before.c.happened_on.label("before_on"),
        _before.c.retracted_on.label("before_retracted_on"),
        _before.c.retraction_reason.label("before_retraction_reason"),
    )
    .select_from(
        publications.outerjoin(entries, Entry.public_id == Published.about_id).outerjoin(
            _before,
            and_(
                _before.c.kind == Published.kind,
                _before.c.subject_id == Published.subject_id,
                _before.c.number == Published.number - 1,
            ),
        )
    )
    .where(Published.kind.in_(TOLD), Published.public_from <= TODAY, _IS_TOLD)
)


def list_of_commitment(public_id: str, today: date) -> list[News]:
    return _newest(today, Published.about_id == public_id)


def list_of_programme(programme_id: int, today: date) -> list[News]:
    return _newest(today, Published.programme_id == programme_id)


def list_of_organisation(organisation: AnyRow, today: date) -> list[News]:
    """Return what was published about what it holds; and where each promise went that it has handed over."""
    organisation_id = organisation.organisation_id
    held = _newest(
        today,
        Published.organisation_id == organisation_id,
        or_(Entry.organisation_id == organisation_id, Published.kind.in_(library.KINDS)),
    )
    gone = _list_handed_over(organisation, today)
    return sorted([*held, *gone], key=lambda row: row.id, reverse=True)[:MOST_IN_A_FEED] if gone else held


def _list_handed_over(organisation: AnyRow, today: date) -> list[News]:
    """Return the publications that tell of a promise that it has left this organisation.

    By now they are those of its successors, in the text of whose publications its slug is looked for.
    """
    holders = _list_successors(organisation, today)
    if not holders:
        return []
    said = f'"from_slug": "{organisation.slug}"'
    told = _newest(
        today,
        Published.kind == PublicationKind.COMMITMENT,
        Entry.organisation_id.in_(holders),
        cast(Published.payload, Text).contains(said, autoescape=True),
        or_(_before.c.id.is_(None), ~cast(_before.c.payload, Text).contains(said, autoescape=True)),
    )
    return [news for news in told if news.left == organisation.slug]


def _list_successors(organisation: AnyRow, today: date) -> list[int]:
    """Return who followed it, and who followed those."""
    known, found = {organisation.organisation_id}, [organisation]
    while slugs := sorted({row["slug"] for each in found for row in each.payload["successors"]}):
        rows = publications_of.list_by_slugs(PublicationKind.ORGANISATION, slugs, today).values()
        found = [row for row in rows if row.organisation_id not in known]
        known |= {row.organisation_id for row in found}
    return sorted(known - {organisation.organisation_id})


def list_of_search(question: Question, today: date) -> list[News]:
    """Return what was published about the commitments that a question of the register finds today."""
    found, values = _matching(question)
    return _newest(today, Published.about_id.in_(found), **values)


def which_match(question: Question, public_ids: Collection[str], today: date) -> set[str]:
    """Return which of these commitments a question of the register finds, or found till it was taken back."""
    found, values = _matching(question)
    names = sorted(public_ids)
    return {
        row.public_id
        for start in range(0, len(names), PART)
        for row in read(
            found.where(Entry.public_id.in_(names[start : start + PART])), values | {"today": today}
        )
    }


def tell_numbered(publication_ids: Collection[int], today: date) -> list[News]:
    """Tell these publications, as far as they can be read and are news; the oldest first."""
    ids = sorted(publication_ids)
    rows = [
        row
        for start in range(0, len(ids), PART)
        for row in read(
            NEWS.where(Published.id.in_(ids[start : start + PART])).order_by(Published.id), {"today": today}
        )
    ]
    return tell(rows)


def _matching(question: Question) -> tuple[Select[Any], dict[str, Any]]:
    asked, values = narrowing(question)
    return select(Entry.public_id).where(*conditions(asked)), values


def _newest(today: date, *of: ColumnElement[bool], **values: object) -> list[News]:
    """Return the newest; the numbers of publications count up with time."""
    page = NEWS.where(*of).order_by(Published.id.desc()).limit(MOST_IN_A_FEED)
    return tell(read(page, {"today": today, **values}).all())
