"""Reading publications: one by its subject or its slug, and everything told about one commitment."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.exc import NoResultFound

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.conditions import TODAY, visible
from equity_tracker.public.queries.tables import (
    LIGHTS,
    AnyRow,
    Entry,
    Mentioned,
    Named,
    Published,
    entries,
    publications,
    read,
    read_named,
)

# What a timeline is made of.
TOLD = (
    Published.id,
    Published.kind,
    Published.subject_id,
    Published.number,
    Published.is_current,
    Published.payload,
    Published.note,
    Published.happened_on,
    Published.retracted_on,
    Published.retraction_reason,
)
OF_A_COMMITMENT = (
    PublicationKind.COMMITMENT,
    PublicationKind.CHECK_IN,
    PublicationKind.MISSED_CHECK_IN,
    PublicationKind.CHECK_IN_ASSESSMENT,
    PublicationKind.ASSESSMENT,
    PublicationKind.STILL_IN_PLACE,
)


def list_told(public_id: str, today: date) -> Sequence[AnyRow]:
    """Return every publication about a commitment, oldest first."""
    return read_named(_TOLD_OF_ONE, {"public_id": public_id, "today": today})


def list_promises(public_id: str, today: date) -> Sequence[AnyRow]:
    """Return every publication of a commitment's own text, the first first."""
    return read(
        select(*TOLD)
        .where(
            Published.kind == PublicationKind.COMMITMENT,
            Published.subject_id == public_id,
            Published.public_from <= today,
        )
        .order_by(Published.number)
    ).all()


def readable(_today: date, value: str) -> str:
    """Load a word of an address; one that holds what nobody can read names nothing."""
    if not value.isprintable():
        raise NoResultFound
    return value


def numbered(_today: date, value: str) -> int:
    """Load the number of a publication, as we print it; another way to write it names nothing."""
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise NoResultFound
    return int(value)


def find_address(name: str, today: date) -> AnyRow | None:
    """Find a commitment's id and slug by its id or its reference, such as FH-0017."""
    return read(select(Entry.public_id, Entry.slug).where(_named(name), visible(today))).first()


def find_taken_back(name: str, today: date) -> AnyRow | None:
    """Find what was published under this id or reference and has been taken back since."""
    return read(
        select(*TOLD)
        .join_from(publications, entries, Entry.public_id == Published.subject_id)
        .where(
            _named(name),
            Published.kind == PublicationKind.COMMITMENT,
            Published.is_current,
            Published.public_from <= today,
            Published.retracted_on.is_not(None),
        )
    ).first()


def _named(name: str) -> ColumnElement[bool]:
    return or_(Entry.public_id == name, Entry.reference == name.upper())


def find_entry(public_id: str, today: date) -> AnyRow | None:
    """Find what the register says of one commitment: its lights, its place, and who holds it now.

    Beside it stands what its page is drawn from: which publications there are (`newest`, `published_at`,
    `told`, `taken_back`), what its programme says, and whether others are named with it. What was published
    never changes, and what is taken back stays so; of equal rows equal pages are drawn.
    """
    return read(_ENTRY, {"public_id": public_id, "today": today}).first()


# What is known of an organisation, a programme or a statement.
FACTS = (
    Published.subject_id,
    Published.number,
    Published.slug,
    Published.payload,
    Published.organisation_id,
    Published.programme_id,
)


def find_by_slug(kind: PublicationKind, slug: str, today: date) -> AnyRow | None:
    """Find the current publication of an organisation or programme by a slug that it has, or once had.

    The caller compares: where the current slug is another one, the address has moved.
    """
    return read(_BY_SLUG, {"kind": kind, "slug": slug, "today": today}).first()


def list_by_slugs(kind: PublicationKind, slugs: Sequence[str], today: date) -> dict[str, AnyRow]:
    """Find the current publications of several at once, each under the slug that it was asked by."""
    if len(slugs) == 1:
        found = find_by_slug(kind, slugs[0], today)
        return {slugs[0]: found} if found is not None else {}
    values = {"kind": kind, "today": today}
    held = read(
        select(Published.slug, Published.subject_id)
        .where(*_OF_KIND, Published.slug.in_(slugs))
        .order_by(Published.is_current, Published.id),
        values,
    )
    # Of a slug that several have had, the last in this order has it now.
    subjects = {row.slug: row.subject_id for row in held}
    current = read(
        select(*FACTS).where(*_OF_KIND, Published.is_current, Published.subject_id.in_(subjects.values())),
        values,
    )
    by_subject = {row.subject_id: row for row in current}
    return {slug: by_subject[subject] for slug, subject in subjects.items() if subject in by_subject}


def list_current(kind: PublicationKind, today: date) -> Sequence[AnyRow]:
    """Return all current publications of a kind, in the order they were made."""
    return read(_CURRENT, {"kind": kind, "today": today}).all()


# Put together once: building a statement costs more than running it.
_OF_KIND = (
    Published.kind == bindparam("kind", type_=Published.kind.type),
    Published.public_from <= TODAY,
)
_CURRENT = (
    select(*FACTS)
    .where(*_OF_KIND, Published.is_current, Published.retracted_on.is_(None))
    .order_by(Published.id)
)
_BY_SLUG = select(*FACTS).where(
    *_OF_KIND,
    Published.is_current,
    Published.subject_id
    == select(Published.subject_id)
    .where(*_OF_KIND, Published.slug == bindparam("slug"))
    .order_by(Published.is_current.desc(), Published.id.desc())
    .limit(1)
    .scalar_subquery(),
)
_ABOUT_ONE = (
    Published.about_id == bindparam("public_id"),
    # One by one: a list of values would be put into the statement anew each time it runs.
    or_(*(Published.kind == kind for kind in OF_A_COMMITMENT)),
    Published.public_from <= TODAY,
)
_TOLD_OF_ONE = select(*TOLD).where(*_ABOUT_ONE).order_by(Published.happened_on, Published.id)
_stamp = (
    select(
        func.max(Published.id).label("newest"),
        # Tells apart what a restored copy of the database numbers alike.
        func.max(Published.published_at).label("published_at"),
        func.count().label("told"),
        func.count(Published.retracted_on).label("taken_back"),
    )
    .where(*_ABOUT_ONE)
    .subquery()
)
_programme = publications.alias()
_ENTRY = (
    select(
        Entry.slug,
        Entry.form,
        Entry.organisation_name,
        Entry.organisation_slug,
        Entry.programme_slug,
        Entry.programme_id,
        Entry.delivery,
        Entry.confirmed_level,
        *LIGHTS,
        *_stamp.c,
        _programme.c.number.label("programme_number"),
        exists(select(Named.id).where(Named.entry_id == Entry.id)).label("has_partners"),
        exists(select(Mentioned.id).where(Mentioned.public_id == Entry.public_id)).label("is_mentioned"),
        _programme.c.payload.label("programme"),
    )
    .select_from(entries)
    .join(_stamp, true())
    .outerjoin(
        _programme,
        and_(
            _programme.c.programme_id == Entry.programme_id,
            _programme.c.kind == PublicationKind.PROGRAMME,
            _programme.c.is_current,
            _programme.c.public_from <= TODAY,
        ),
    )
    .where(Entry.public_id == bindparam("public_id"), visible(TODAY))
)
