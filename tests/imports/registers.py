"""Small registers and mappings to try the importer on."""

import csv
import io
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from equity_tracker.imports.mapping import FileOptions, Mapping, OrganisationColumns, Source
from equity_tracker.imports.plan import plan_file
from equity_tracker.imports.planned import ImportPlan

HERE = Path(__file__).parent / "data"

SOURCE = Source(
    key="action-plan",
    name="Action plan",
    licence="CC0 1.0",
    attribution="Made for tests",
    address="https://example.org/plan",
)
PLAIN = Mapping(
    source=SOURCE,
    organisation=OrganisationColumns(column="Body", kind="council"),
    columns={"external_id": "Id", "statement": "Promise"},
)
HEALTH = Mapping(
    source=SOURCE,
    organisation=OrganisationColumns(column="Organisation", kind="other"),
    columns={
        "external_id": "Ref",
        "statement": "Commitment",
        "source_status": "Status",
        "progress_text": "Progress",
        "source_area": "Domain",
        "due_on": "Due date",
        "evidence": "Evidence",
    },
    statuses={
        "delivered": "Delivered",
        "largely": "Largely delivered",
        "partly": "Partly delivered",
        "not-delivered": "Not delivered",
        "in-progress": "In progress",
    },
    constants={"source_assessor": "The compiler of the register"},
)


def hostile(name: str) -> bytes:
    return (HERE / name).read_bytes()


def csv_of(*rows: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def plan_of(rows: Sequence[AnyMapping[str, str]], mapping: Mapping = PLAIN) -> ImportPlan:
    """The plan for rows given by column; every row is to have the columns of the first."""
    return plan_file(csv_of(list(rows[0]), *(list(row.values()) for row in rows)), mapping)


def with_columns(mapping: Mapping, columns: AnyMapping[str, str]) -> Mapping:
    return replace(mapping, columns={**mapping.columns, **columns})


def with_file(options: FileOptions, mapping: Mapping = PLAIN) -> Mapping:
    return replace(mapping, file=options)


def problems(plan: ImportPlan) -> list[str]:
    return [problem.text for problem in plan.problems]


def notices(plan: ImportPlan) -> list[str]:
    return [notice.text for notice in plan.notices]
