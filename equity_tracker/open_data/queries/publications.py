"""Everything public, some publications at a time, as the facts that rows are made of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, func, or_, select, text, tuple_

from equity_tracker.extensions import db
from equity_tracker.model import status
from equity_tracker.model.changes import promise_changes
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.vocabulary import ALL

ROWS_AT_ONCE = 500
KINDS = (
    PublicationKind.PROGRAMME,
    PublicationKind.ORGANISATION,
    PublicationKind.ROUND,
    PublicationKind.COMMITMENT,
    PublicationKind.ASSESSMENT,
    PublicationKind.STILL_IN_PLACE,
    PublicationKind.CHECK_IN,
    PublicationKind.CHECK_IN_ASSESSMENT,
    PublicationKind.MISSED_CHECK_IN,
    PublicationKind.STATEMENT,
    PublicationKind.CASE_STUDY,
    PublicationKind.SUPPORT,
)
# What stands beside commitments and names them.
ENTRIES = {PublicationKind.STATEMENT, PublicationKind.CASE_STUDY, PublicationKind.SUPPORT}
OUR_LICENCE = "CC-BY-4.0"
# What tables are made of beside the current publications of a kind.
EVERY, CHANGE, ENTRY, TERM = "every", "change", "entry", "term"

Facts = dict[str, Any]
AnyRow = Row[*tuple[Any, ...]]


def _table(mapped: Any) -> Table:  # noqa: ANN401 - a mapped class
    table: Table = mapped.__table__
    return table


_published = _table(Publication).c
_entries = _table(RegisterEntry).c
_TOLD = (
    _published.kind,
    _published.subject_id,
    _published.about_id,
    _published.number,
    _published.slug,
    _published.note,
    _published.happened_on,
    _published.published_at,
    _published.is_current,
    _published.payload,
    _published.organisation_id,
    _published.programme_id,
)


@dataclass(frozen=True)
class Directory:
    """The public ids of programmes and organisations: of their rows, and by every slug they had."""

    programmes: Mapping[int, str]
    organisations: Mapping[int, str]
    slugs: Mapping[str, str]
    attributions: Sequence[str]


def hold_still() -> None:
    """See everything as it is now until the transaction ends. SQLite does so by itself."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql" and not connection.in_nested_transaction():
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def last_publication() -> int:
    """Return the counter of publications: the id of the last one."""
    return db.session.connection().scalar(select(func.max(_published.id))) or 0


def count_taken_back(until: int | None = None) -> int:
    """Count what has been taken back, of the publications up to one."""
    question = select(func.count()).where(_published.retracted_on.is_not(None))
    if until is not None:
        question = question.where(_published.id <= until)
    return db.session.connection().scalar(question) or 0


def list_gone(until: int, since: date, programmes: Collection[str]) -> tuple[set[str], set[str]]:
    """Return what was public up to a publication and is not now: ids of subjects, and of commitments touched.

    :param since: the day from which something taken back counts.
    :param programmes: the public ids of programmes that are not public any more.
    """
    of_programmes = select(_published.programme_id).where(
        _published.kind == PublicationKind.PROGRAMME, _published.subject_id.in_(programmes)
    )
    question = select(_published.subject_id, _published.about_id).where(
        _published.id <= until,
        or_(_published.retracted_on >= since, _published.programme_id.in_(of_programmes)),
    )
    rows = db.session.connection().execute(question).all()
    return {row.subject_id for row in rows}, {row.about_id for row in rows if row.about_id}


def list_programme_ids(today: date) -> list[str]:
    """Return the public ids of the programmes that the public may read."""
    question = select(_published.subject_id).where(*_readable(PublicationKind.PROGRAMME, today))
    return sorted(set(db.session.connection().scalars(question)))


def read_directory(today: date) -> Directory:
    """Read who is who. There are few of them, so they are kept in mind."""
    found: dict[PublicationKind, dict[int, str]] = {}
    slugs: dict[str, str] = {}
    attributions: list[str] = []
    for kind, name in (
        (PublicationKind.PROGRAMME, "programme_id"),
        (PublicationKind.ORGANISATION, "organisation_id"),
    ):
        ids: dict[int, str] = {}
        for batch in _batches(kind, today):
            for row in batch:
                ids[getattr(row, name)] = row.subject_id
                if kind is PublicationKind.ORGANISATION:
                    slugs[row.slug] = row.subject_id
                elif row.is_current and row.payload.get("attribution"):
                    attributions.append(row.payload["attribution"])
        found[kind] = ids
    return Directory(
        found[PublicationKind.PROGRAMME],
        found[PublicationKind.ORGANISATION],
        slugs,
        attributions,
    )


def iter_facts(
    today: date, directory: Directory, addresses: Mapping[str, str]
) -> Iterator[tuple[str, Facts]]:
    """Yield what tables are made of, with the name of what it is.

    :param addresses: of the pages of each kind, below which each one has its own.
    """
    for kind in KINDS:
        previous: Facts | None = None
        for batch in _batches(kind, today):
            entries = _entries_of(batch, today) if kind is PublicationKind.COMMITMENT else {}
            named = _public_among(batch, today) if kind in ENTRIES else set()
            for row in batch:
                facts = _facts(row, directory, addresses)
                if row.about_id is not None:
                    yield EVERY, facts
                if kind is PublicationKind.COMMITMENT:
                    yield CHANGE, {**facts, "changes": _changes(previous, facts)}
                    previous = facts
                if row.is_current:
                    entry = entries.get(row.subject_id)
                    yield kind.value, facts | (_standing(facts, entry, directory, today) if entry else {})
                    if kind in ENTRIES:
                        mentioned = [one for one in row.payload.get("commitments") or () if one in named]
                        yield ENTRY, {**facts, "mentioned": mentioned}
    for vocabulary in ALL.values():
        for term in vocabulary:
            facts = {name: getattr(term, name) for name in term.__slots__}
            yield TERM, {**facts, "vocabulary": vocabulary.name}


def _readable(kind: PublicationKind, today: date) -> tuple[Any, ...]:
    return (_published.kind == kind, _published.public_from <= today, _published.retracted_on.is_(None))


def _batches(kind: PublicationKind, today: date) -> Iterator[Sequence[AnyRow]]:
    """Yield publications of a kind, subject by subject, number by number: the order of the unique index."""
    place = tuple_(_published.subject_id, _published.number)
    page = (
        select(*_TOLD)
        .where(*_readable(kind, today))
        .order_by(_published.subject_id, _published.number)
        .limit(ROWS_AT_ONCE)
    )
    batch = db.session.connection().execute(page).all()
    while batch:
        yield batch
        if len(batch) < ROWS_AT_ONCE:
            return
        last = tuple_(batch[-1].subject_id, batch[-1].number)
        batch = db.session.connection().execute(page.where(place > last)).all()


def _facts(row: AnyRow, directory: Directory, addresses: Mapping[str, str]) -> Facts:
    payload = row.payload
    imported = payload.get("imported") or {}
    return {
        "kind": row.kind.value,
        "subject_id": row.subject_id,
        "about_id": row.about_id,
        "number": row.number,
        "note": row.note,
        "happened_on": row.happened_on,
        "published_at": row.published_at,
        "is_current": row.is_current,
        "payload": payload,
        "organisation_id": directory.organisations.get(row.organisation_id),
        "programme_id": directory.programmes.get(row.programme_id),
        "licence": imported.get("source_licence") or OUR_LICENCE,
        "address": _address(row, addresses),
    }


def _address(row: AnyRow, addresses: Mapping[str, str]) -> str | None:
    """Return its page. That of a commitment ends with words, which the register knows."""
    below = addresses.get(row.kind.value)
    is_named = row.kind in {PublicationKind.PROGRAMME, PublicationKind.ORGANISATION}
    return f"{below}/{row.slug if is_named else row.subject_id}" if below else None


def _changes(previous: Facts | None, facts: Facts) -> list[Facts]:
    """List what a publication changed, against the one before it of the same promise."""
    if previous is None or previous["subject_id"] != facts["subject_id"]:
        return []
    return [vars(change) for change in promise_changes(previous["payload"], facts["payload"])]


def _entries_of(batch: Sequence[AnyRow], today: date) -> dict[str, AnyRow]:
    ids = {row.subject_id for row in batch if row.is_current}
    question = select(_table(RegisterEntry)).where(_entries.public_id.in_(ids), _entries.public_from <= today)
    return {row.public_id: row for row in db.session.connection().execute(question)}


def _standing(facts: Facts, entry: AnyRow, directory: Directory, today: date) -> Facts:
    """Tell how it stands on this day, and who holds it now."""
    return {
        "address": f"{facts['address']}/{entry.slug}",
        "entry": entry,
        "organisation_id": directory.organisations.get(entry.organisation_id),
        "reporting_light": status.reporting(entry, today).value,
        "delivery_light": status.delivery_status(entry, today).slug,
    }


def _public_among(batch: Sequence[AnyRow], today: date) -> set[str]:
    """Return which commitments that entries name the public may read now."""
    named = {one for row in batch if row.is_current for one in row.payload.get("commitments") or ()}
    question = select(_entries.public_id).where(_entries.public_id.in_(named), _entries.public_from <= today)
    return set(db.session.connection().scalars(question))
