"""The list of suggestions as a table in words: its file's columns, none of which says by whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from equity_tracker.model.suggestion import STATE_LABELS, Suggestion


@dataclass(frozen=True)
class Columns:
    """Names of columns, each with how a suggestion fills it."""

    columns: Sequence[tuple[str, Callable[[Suggestion], str]]]

    @property
    def header(self) -> list[str]:
        return [name for name, _ in self.columns]

    def cells(self, row: Suggestion) -> list[str]:
        return [fill(row) for _, fill in self.columns]


SUGGESTIONS = Columns(
    (
        ("Sent on", lambda row: row.sent_at.date().isoformat()),
        ("Commitment", lambda row: row.commitment.display_title),
        ("Reference", lambda row: row.commitment.reference or ""),
        ("Organisation", lambda row: row.commitment.organisation.name),
        ("What has happened", lambda row: row.what),
        ("Source", lambda row: row.url),
        ("When", lambda row: row.happened_on.isoformat()),
        ("What became of it", lambda row: STATE_LABELS[row.state]),
        ("Words with it", lambda row: row.reason or ""),
        ("Passed on", lambda row: row.passed_on_at.date().isoformat() if row.passed_on_at else ""),
    )
)
