"""A piece of evidence on its way into a form's row and out of it."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.stored_file import StoredFile, public_id_in


def link_from(row: Mapping[str, Any]) -> EvidenceLink:
    """Read a complete row: a link, or a file that is kept already."""
    file: StoredFile | None = row["file"]
    return EvidenceLink(
        title=row["title"],
        url=file.address if file else row["url"],
        kind=row["kind"],
        strength=row["strength"],
        is_public=not row.get("is_private", False),
        file_id=file.id if file else None,
    )


def row_of(link: EvidenceLink) -> dict[str, Any]:
    """Fill a row as it was given."""
    return {
        "title": link.title,
        "url": None if link.file_id else link.url,
        "file": public_id_in(link.url) if link.file_id else None,
        "kind": link.kind,
        "strength": link.strength,
        "is_private": not link.is_public,
    }
