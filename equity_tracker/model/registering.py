"""The row of the public register: brought in line with what has been published of a commitment."""

import unicodedata
from datetime import date, datetime
from typing import Any

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.register import (
    RegisterDeterminant,
    RegisterEntry,
    RegisterPartner,
    RegisterProfession,
    place_key,
)
from equity_tracker.model.reporting import refresh_reporting
from equity_tracker.model.slugs import slug_from

# What readers look for in a promise and in a check-in, beside its names.
_PROMISED = ("statement", "how_it_works", "population", "deliverable", "ask", "close_note")
_REPORTED = ("why", "what_changed", "next_step", "who_has_not_benefited")
LONGEST_SEARCH_TEXT = 20_000


def current_publication(commitment: Commitment, kind: PublicationKind, subject_id: str) -> Publication | None:
    """Return the latest publication of the commitment, or of something told about it."""
    matching = [row for row in commitment.publications if row.kind is kind and row.subject_id == subject_id]
    return max(matching, key=lambda row: row.number, default=None)


def refresh_register_entry(commitment: Commitment, *, now: datetime) -> None:
    """Bring the register's row in line with what has been published of the commitment."""
    refresh_reporting(commitment)
    published = current_publication(commitment, PublicationKind.COMMITMENT, commitment.public_id)
    if published is None:
        return
    payload = published.payload
    entry = commitment.register_entry or RegisterEntry(public_id=commitment.public_id)
    organisation, programme = commitment.organisation, commitment.programme
    entry.reference = payload["reference"]
    entry.slug = slug_from(payload["title"])
    entry.form = published.form or Form.STATEMENT_OF_INTENT
    entry.title = payload["title"]
    entry.sort_title = payload["title"].casefold()[:200]
    entry.search_text = _search_text(commitment, payload)
    entry.organisation_id = organisation.id
    entry.organisation_slug = organisation.slug
    entry.organisation_name = organisation.name
    entry.organisation_kind = organisation.kind
    entry.made_by_name = commitment.made_by_name
    entry.programme_id = programme.id
    entry.programme_slug = programme.slug
    entry.programme_name = programme.name
    for name in ("domain", "level", "inequality", "additionality", "place"):
        setattr(entry, name, payload[name])
    for name in ("made_on", "ends_on"):
        setattr(entry, name, date.fromisoformat(payload[name]) if payload[name] else None)
    entry.place_key = place_key(payload["place"])
    _copy_professions(payload.get("professions") or [], entry)
    _copy_determinants(payload["determinants"] or [], entry)
    entry.ends_precision = payload["ends_precision"]
    entry.sort_ends_on = entry.ends_on or date.max
    _copy_reporting(commitment, entry)
    _copy_first_words(commitment, entry)
    _copy_partners(commitment, entry, payload)
    imported = payload["imported"] or {}
    entry.source_status = imported.get("source_status_label") or imported.get("source_status")
    entry.published_on = commitment.first_published_on or published.happened_on
    entry.retracted_on = published.retracted_on
    entry.public_from = published.public_from if published.retracted_on is None else None
    entry.updated_at = now
    commitment.register_entry = entry


def _copy_professions(professions: list[str], entry: RegisterEntry) -> None:
    if sorted(row.profession for row in entry.professions) != sorted(professions):
        entry.professions = [RegisterProfession(profession=slug) for slug in professions]


def _copy_determinants(determinants: list[str], entry: RegisterEntry) -> None:
    """Keep the rows that stay: each may stand only once, and a new one is written before an old one goes."""
    kept = [row for row in entry.determinants if row.determinant in determinants]
    known = {row.determinant for row in kept}
    new = [slug for slug in dict.fromkeys(determinants) if slug not in known]
    if new or len(kept) != len(entry.determinants):
        entry.determinants = [*kept, *(RegisterDeterminant(determinant=slug) for slug in new)]


def _copy_reporting(commitment: Commitment, entry: RegisterEntry) -> None:
    reports = [check_in for check_in in commitment.check_ins if check_in.published is not None]
    latest = reports[-1].published if reports else None
    entry.delivery = latest.delivery if latest else None
    entry.outlook = latest.outlook if latest else None
    entry.confirmed_level = latest.level if latest else None
    entry.confirmed_distribution = latest.distribution if latest else None
    for name in ("last_reported_on", "next_due_on", "grace_until", "stale_from", "closed_on", "close_reason"):
        setattr(entry, name, getattr(commitment, name))
    entry.sort_due_on = entry.next_due_on or date.max


def _copy_first_words(commitment: Commitment, entry: RegisterEntry) -> None:
    """Keep what the first publication said. One that was taken back is told nowhere, so none begins there."""
    first = min(
        (
            row
            for row in commitment.publications
            if row.kind is PublicationKind.COMMITMENT and row.retracted_on is None
        ),
        key=lambda row: row.number,
        default=None,
    )
    entry.first_level = first.payload.get("level") if first else None
    entry.first_distribution = first.payload.get("distribution") if first else None


def _copy_partners(commitment: Commitment, entry: RegisterEntry, payload: dict[str, Any]) -> None:
    """Keep one row for each known organisation that was published as a partner, in its last part."""
    published = {row.get("organisation_slug"): row for row in payload["partners"]}
    wanted = {
        row.partner_organisation.id: published[row.partner_organisation.slug]
        for row in commitment.partners
        if row.partner_organisation is not None and row.partner_organisation.slug in published
    }
    for row in list(entry.partners):
        if row.organisation_id not in wanted:
            entry.partners.remove(row)
    kept = {row.organisation_id: row for row in entry.partners}
    for organisation_id, part in wanted.items():
        row = kept.get(organisation_id) or RegisterPartner(organisation_id=organisation_id)
        row.role, row.state = part["role"], part["state"]
        if organisation_id not in kept:
            entry.partners.append(row)


def _search_text(commitment: Commitment, payload: dict[str, Any]) -> str:
    """Put together what readers look for: reference, title, what was promised, what was reported, and names.

    It is taken from publications alone, a line for each thing said, so that nothing private can be found.
    """
    names = [
        payload["made_by_name"],
        commitment.organisation.name,
        *(partner["name"] for partner in payload["partners"]),
        payload["place"],
    ]
    said = [payload.get(name) for name in _PROMISED]
    said += [check_in.get(name) for check_in in _told_check_ins(commitment) for name in _REPORTED]
    lines = [payload["reference"], payload["title"], *said, ", ".join(dict.fromkeys(filter(None, names)))]
    text = "\n".join(" ".join(line.split()) for line in lines if line)
    return unicodedata.normalize("NFC", text)[:LONGEST_SEARCH_TEXT]


def _told_check_ins(commitment: Commitment) -> list[dict[str, Any]]:
    """Return the check-ins that stand now, the latest first."""
    rows = [
        row
        for row in commitment.publications
        if row.kind is PublicationKind.CHECK_IN and row.is_current and row.retracted_on is None
    ]
    return [row.payload for row in sorted(rows, key=lambda row: (row.happened_on, row.number), reverse=True)]
