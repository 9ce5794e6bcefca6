"""What an import would do, before anything is written: one planned record for each row that can be used."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from equity_tracker.imports.links import Link
from equity_tracker.imports.mapping import Mapping
from equity_tracker.imports.problems import Notice, Problem
from equity_tracker.model.date_reading import DateReading

_FACTS = (
    "key_figure",
    "source_area",
    "domain_note",
    "source_status",
    "source_status_label",
    "source_status_meaning",
    "source_assessor",
    "status_reason",
    "progress_text",
    "contested",
    "contested_note",
    "source_document",
    "source_url",
)


@dataclass(frozen=True, slots=True)
class PlannedMaker:
    """The organisation that made a promise, as the mapping names it and as the source wrote it."""

    name: str
    kind: str
    source_name: str


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One row of the source. `None` means that the source does not state it: nothing here is guessed."""

    row: int
    external_id: str
    maker: PlannedMaker
    title: str
    statement: str
    raw: AnyMapping[str, str]
    contributors: tuple[str, ...] = ()
    key_figure: str | None = None
    source_area: str | None = None
    domain_note: str | None = None
    source_status: str | None = None
    source_status_label: str | None = None
    source_status_meaning: str | None = None
    source_assessor: str | None = None
    status_reason: str | None = None
    progress_text: str | None = None
    contested: bool | None = None
    contested_note: str | None = None
    evidence: tuple[Link, ...] = ()
    source_document: str | None = None
    source_url: str | None = None
    due: DateReading | None = None
    # Fields of the commitment that the source states in our vocabulary, by name. A register has none.
    fields: AnyMapping[str, Any] = field(default_factory=dict)

    @property
    def organisation_name(self) -> str:
        return self.maker.name

    @property
    def fingerprint(self) -> str:
        """The same for the same row, whatever the order of its columns or its place in the file."""
        canonical = json.dumps(dict(self.raw), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()

    def facts(self) -> dict[str, Any]:
        """What the source says beyond the promise, ready for JSON. What it does not state is left out."""
        facts: dict[str, Any] = {name: value for name in _FACTS if (value := getattr(self, name)) is not None}
        facts["organisation_as_written"] = self.maker.source_name
        if self.contributors:
            facts["contributors"] = list(self.contributors)
        if self.evidence:
            facts["evidence"] = [{"url": link.url, "title": link.title} for link in self.evidence]
        if self.due is not None:
            facts["due_as_written"] = self.due.original
        return facts


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that a later version of the source changed; `None` where there is no such column."""

    column: str
    before: str | None
    after: str | None


def changes_between(before: AnyMapping[str, str], after: AnyMapping[str, str]) -> list[Change]:
    """What differs between two source rows of one record, in the order of the later one's columns."""
    columns = dict.fromkeys((*after, *before))
    return [
        Change(column, before.get(column), after.get(column))
        for column in columns
        if before.get(column) != after.get(column)
    ]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every row of the file is a record, or refused by a problem, or skipped with a notice."""

    mapping: Mapping
    records: tuple[PlannedRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    refused_rows: frozenset[int] = frozenset()
    skipped_rows: frozenset[int] = frozenset()

    @property
    def rows_read(self) -> int:
        return len(self.records) + len(self.refused_rows) + len(self.skipped_rows)

    @property
    def can_be_applied(self) -> bool:
        """All or nothing: one problem anywhere stops the whole import."""
        return bool(self.records) and not self.problems

    @property
    def makers(self) -> tuple[PlannedMaker, ...]:
        """The organisations named, each once, in alphabetical order."""
        makers = {record.maker.name: record.maker for record in self.records}
        return tuple(makers[name] for name in sorted(makers, key=str.casefold))

    def counts_by_status(self) -> dict[str | None, int]:
        return dict(Counter(record.source_status for record in self.records))
