"""All the public evidence about a commitment in one list, from what stands of its publications."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model.evidence_words import evidence_title
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.vocabulary import EVIDENCE_KINDS, EVIDENCE_STRENGTHS
from equity_tracker.public.told import Told

Payload = dict[str, Any]
OPEN = 5
"""How many the page of a commitment lists itself."""


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: where it is, what kind it is, how strong, and who named it when."""

    title: str
    url: str
    kind: str
    strength: str
    named_in: tuple[str, ...]
    on: date


def evidence(told: Sequence[Told]) -> list[Piece]:
    """List it newest first. What several check-ins name is one piece.

    A file that was made private or taken back is in no publication that stands, so no link here is dead.
    """
    # The newest day of each, and everything that names it, in order.
    pieces: dict[tuple[str, str, str, str], tuple[date, dict[str, None]]] = {}
    for on, where, row in sorted(_named(told), key=lambda named: named[0], reverse=True):
        key = (evidence_title(row), row["url"], row["kind"], row["strength"])
        pieces.setdefault(key, (on, {}))[1][where] = None
    return [
        Piece(title, url, EVIDENCE_KINDS.label(kind), EVIDENCE_STRENGTHS.label(strength), tuple(named_in), on)
        for (title, url, kind, strength), (on, named_in) in pieces.items()
    ]


def _named(told: Sequence[Told]) -> Iterator[tuple[date, str, Payload]]:
    for row in told:
        if not row.is_current or row.retracted_on is not None:
            continue
        if row.kind is PublicationKind.CHECK_IN:
            on = date.fromisoformat(row.payload["submitted_on"])
            for piece in row.payload.get("evidence") or ():
                yield on, f"Check-in {row.payload['number']}", piece
        elif row.kind is PublicationKind.COMMITMENT and row.payload["closed_on"]:
            closed_on = date.fromisoformat(row.payload["closed_on"])
            for piece in (row.payload.get("close_out") or {}).get("evidence", ()):
                yield closed_on, "Closing", piece
