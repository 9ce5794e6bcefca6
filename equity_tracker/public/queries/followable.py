"""What can be followed today: what the public may read."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.followable import (
    COMMITMENT,
    EVERYTHING,
    KINDS,
    LONGEST_SEARCH,
    ORGANISATION,
    PROGRAMME,
    SEARCH,
    Followable,
    Named,
    asked_of,
    named_alone,
)
from equity_tracker.public.queries import publications
from equity_tracker.public.queries.asking import Question, UnknownFilter, read_question
from equity_tracker.public.queries.conditions import visible
from equity_tracker.public.queries.tables import Entry, Published, read

__all__ = ["Followable", "Named", "asked_of", "find_named", "find_search", "find_subjects", "named_alone"]

# Some databases take no more than a thousand values in one list.
PART = 500


def find_named(kind: str, name: str, today: date) -> Followable | None:
    """Find what an address names: a commitment by its id, an organisation or a programme by its slug."""
    if not name.isprintable():
        return None
    if kind == COMMITMENT:
        return find_subjects([(kind, name)], today).get((kind, name))
    found = publications.find_by_slug(PublicationKind(kind), name, today)
    return _of_facts(kind, found, found.payload) if found is not None else None


def find_search(question: Question) -> Followable:
    """Return a question of the register as something to follow. In which order it is listed says nothing."""
    asked = urlencode(question.filters.without("sort"))
    if len(asked) > LONGEST_SEARCH:
        raise UnknownFilter("This search", "more answers than can be followed")
    return _of_search(asked, question)


def find_subjects(named: Iterable[Named], today: date) -> dict[Named, Followable]:
    """Return what these are today. What nobody may read now is not among them."""
    by_kind: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, name in named:
        by_kind[kind].add(name)
    programmes = {row.programme_id: row for row in _programmes(today)}
    found = [
        *_commitments(by_kind[COMMITMENT], programmes, today),
        *_organisations(by_kind[ORGANISATION], today),
        *(
            _of_facts(PROGRAMME, row, row.payload)
            for row in programmes.values()
            if row.subject_id in by_kind[PROGRAMME]
        ),
        *_searches(by_kind[SEARCH], today),
    ]
    return {(subject.kind, subject.subject): subject for subject in found}


def _programmes(today: date) -> Sequence[Any]:
    return publications.list_current(PublicationKind.PROGRAMME, today)


def _commitments(ids: Collection[str], programmes: dict[Any, Any], today: date) -> list[Followable]:
    columns = (Entry.public_id, Entry.slug, Entry.title, Entry.organisation_id, Entry.programme_id)
    rows = [
        row
        for part in _parts(ids)
        for row in read(select(*columns).where(Entry.public_id.in_(part), visible(today)))
    ]
    return [
        Followable(
            COMMITMENT,
            row.public_id,
            row.title,
            "public.show_commitment",
            {"public_id": row.public_id, "slug": row.slug},
            row.organisation_id,
            row.programme_id,
            programmes[row.programme_id].payload["closed_on"] if row.programme_id in programmes else None,
        )
        for row in rows
    ]


def _organisations(ids: Collection[str], today: date) -> list[Followable]:
    columns = (Published.subject_id, Published.payload, Published.organisation_id, Published.programme_id)
    return [
        _of_facts(ORGANISATION, row, row.payload)
        for part in _parts(ids)
        for row in read(
            select(*columns).where(
                Published.kind == PublicationKind.ORGANISATION,
                Published.subject_id.in_(part),
                Published.is_current,
                Published.public_from <= today,
            )
        )
    ]


def _searches(asked: Iterable[str], today: date) -> list[Followable]:
    found = []
    for each in sorted(asked):
        try:
            found.append(_of_search(each, read_question(asked_of(each), today)))
        except UnknownFilter:
            continue
    return found


def _of_facts(kind: str, row: Any, payload: dict[str, Any]) -> Followable:  # noqa: ANN401 - a database row
    is_programme = kind == PROGRAMME
    return Followable(
        kind,
        row.subject_id,
        payload["name"],
        "public.show_programme" if is_programme else "public.show_organisation",
        {"slug": payload["slug"]},
        None if is_programme else row.organisation_id,
        row.programme_id if is_programme else None,
        payload["closed_on"] if is_programme else None,
    )


def _of_search(asked: str, question: Question) -> Followable:
    words = question.in_words
    name = f"Commitments found by “{words}”" if words else EVERYTHING
    return Followable(SEARCH, asked, name, "public.list_commitments", asked_of(asked))


def _parts(names: Collection[str]) -> list[list[str]]:
    ordered = sorted(names)
    return [ordered[start : start + PART] for start in range(0, len(ordered), PART)]
