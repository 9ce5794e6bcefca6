"""A publication as the public pages read it, and which of them may still be told."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from equity_tracker.model.publication import PublicationKind

Payload = dict[str, Any]


class Told(Protocol):
    """One publication, as it was read."""

    @property
    def kind(self) -> PublicationKind: ...
    @property
    def subject_id(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def is_current(self) -> bool: ...
    @property
    def payload(self) -> Payload: ...
    @property
    def note(self) -> str | None: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def retracted_on(self) -> date | None: ...
    @property
    def retraction_reason(self) -> str | None: ...


def standing(versions: Sequence[Told]) -> list[Told]:
    """Leave out what was taken back: its words are told nowhere, not even as what came before."""
    return [row for row in versions if row.retracted_on is None]
