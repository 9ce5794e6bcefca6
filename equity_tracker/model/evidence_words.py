"""A piece of evidence in words, read from a publication: a file says its kind and size."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.file_kind import size_in_words


def evidence_title(row: Mapping[str, Any]) -> str:
    """Return `Lease agreement (PDF, 312 kB)`; of a link, its title."""
    file = row.get("file")
    return f"{row['title']} ({file['type']}, {size_in_words(file['size'])})" if file else str(row["title"])
