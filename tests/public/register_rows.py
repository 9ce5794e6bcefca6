"""Rows of the register by the hundred, straight into the tables, for lists, filters and counts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from equity_tracker.extensions import db
from equity_tracker.model.base import new_public_id
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Form
from equity_tracker.model.register import RegisterDeterminant, RegisterEntry, RegisterProfession, place_key
from equity_tracker.public.filters import Filters, Question
from equity_tracker.public.queries.register import read_page
from tests.conftest import NOW

TODAY = NOW.date()


def add_rows(organisation: Organisation, programme: Programme, rows: Iterable[dict[str, Any]]) -> list[str]:
    """Put one published commitment on the register for each dict of differences; return their public ids."""
    entries = [_entry(organisation, programme, number, row) for number, row in enumerate(rows, 1)]
    db.session.execute(
        insert(Commitment.__table__),  # type: ignore[arg-type]
        [_commitment(organisation, programme, entry) for entry in entries],
    )
    ids = {
        row.public_id: row.id
        for row in db.session.execute(select(Commitment.__table__.c.public_id, Commitment.__table__.c.id))
    }
    for entry in entries:
        entry["commitment_id"] = ids[entry["public_id"]]
    many = {row["public_id"]: (row.pop("professions", ()), row.pop("determinants", ())) for row in entries}
    db.session.execute(insert(RegisterEntry), entries)
    _add_many(many)
    db.session.commit()
    return [entry["public_id"] for entry in entries]


def _add_many(many: dict[str, tuple[Iterable[str], Iterable[str]]]) -> None:
    """Say of which professions and determinants each row is."""
    for entry in db.session.scalars(select(RegisterEntry).where(RegisterEntry.public_id.in_(many))):
        professions, determinants = many[entry.public_id]
        entry.professions = [RegisterProfession(profession=slug) for slug in professions]
        entry.determinants = [RegisterDeterminant(determinant=slug) for slug in determinants]


def _entry(
    organisation: Organisation, programme: Programme, number: int, differs: dict[str, Any]
) -> dict[str, Any]:
    title = differs.get("title", f"Promise {number:04d}")
    ends_on = differs.get("ends_on", date(2028, 3, 31))
    return {
        "public_id": new_public_id(),
        "reference": f"{programme.reference_prefix}-9{number:04d}",
        "slug": f"promise-{number}",
        "form": Form.COMMITMENT,
        "title": title,
        "sort_title": title.casefold(),
        "search_text": title,
        "organisation_id": organisation.id,
        "organisation_slug": organisation.slug,
        "organisation_name": organisation.name,
        "organisation_kind": organisation.kind,
        "made_by_name": organisation.name,
        "programme_id": programme.id,
        "programme_slug": programme.slug,
        "programme_name": programme.name,
        "domain": "education",
        "level": "conditions",
        "inequality": "conditions",
        "additionality": "new",
        "place": None,
        "place_key": place_key(differs.get("place")),
        "made_on": TODAY,
        "ends_on": ends_on,
        "ends_precision": "day",
        "sort_ends_on": ends_on or date.max,
        "delivery": None,
        "outlook": None,
        "confirmed_level": None,
        "last_reported_on": None,
        "next_due_on": None,
        "sort_due_on": differs.get("next_due_on") or date.max,
        "grace_until": None,
        "stale_from": None,
        "closed_on": None,
        "close_reason": None,
        "source_status": None,
        "published_on": TODAY,
        "public_from": TODAY,
        "updated_at": NOW,
        **differs,
    }


def _commitment(organisation: Organisation, programme: Programme, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "public_id": entry["public_id"],
        "organisation_id": organisation.id,
        "programme_id": programme.id,
        "made_by_id": organisation.id,
        "made_by_name": organisation.name,
        "lifecycle": "published",
        "version": 1,
        "is_statement_of_intent": False,
        "wants_statement_of_intent": False,
        "created_at": NOW,
        "ends_precision": "day",
        **{
            name: []
            for name in (
                "other_domains",
                "recommendation_areas",
                "determinants",
                "mechanisms",
                "upstream_meanings",
            )
        },
    }


def count(filters: Filters) -> int:
    """Return how many rows the register says it has for a question."""
    return read_page(Question(filters), TODAY, after=None, limit=1).in_all
