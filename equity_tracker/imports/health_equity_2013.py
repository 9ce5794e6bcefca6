"""The programme of 2013 as sourced facts: its statements for action, and the one verified promise."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity_tracker.imports.mapping import Mapping, OrganisationColumns, Source
from equity_tracker.imports.planned import ImportPlan, PlannedMaker, PlannedRecord
from equity_tracker.imports.sourced_programme import SourcedProgramme
from equity_tracker.model.vocabulary import PROFESSIONS

FILE = Path(__file__).parent / "data" / "working-for-health-equity-2013.toml"
Row = dict[str, Any]

# Fields of a commitment that the file states in our vocabulary.
_FIELDS = ("domain", "recommendation_areas")


@dataclass(frozen=True, slots=True)
class HealthEquity2013:
    """What the file says, ready to be written. `statements` are payloads of publications."""

    programme: SourcedProgramme
    plan: ImportPlan
    statements: tuple[Row, ...]


def read_health_equity_2013(path: Path = FILE) -> HealthEquity2013:
    document = tomllib.loads(path.read_text("utf-8"))
    programme, sources = document["programme"], document["sources"]
    makers = {
        row["key"]: PlannedMaker(name=row["name"], kind=row["kind"], source_name=row["name"])
        for row in document["organisations"]
    }
    return HealthEquity2013(
        SourcedProgramme(
            slug=programme["slug"],
            name=programme["name"],
            reference_prefix=programme["reference_prefix"],
            summary=programme["summary"],
            body=makers[programme["coordinating_body"]],
            launches_on=programme["launched_on"],
            attribution=_attribution(document),
        ),
        plan=_plan(document, makers),
        statements=tuple(_statement(row, sources) for row in document["statements_for_action"]),
    )


def _attribution(document: Row) -> str:
    names = "; ".join(source["name"] for source in document["sources"].values())
    return f"{document['programme']['attribution']} Compiled from public sources: {names}."


def _statement(row: Row, sources: Row) -> Row:
    return {
        "profession": row["profession"],
        "written_by": row["written_by"],
        "sections": [_section(section) for section in row.get("sections", [])],
        "sources": [dict(sources[key]) for key in row["sources"]],
    }


def _section(row: Row) -> str:
    profession = PROFESSIONS.label(row["profession"])
    return (
        f"{profession}, by {row['written_by']}" if "written_by" in row else f"{profession}, author not known"
    )


def _plan(document: Row, makers: dict[str, PlannedMaker]) -> ImportPlan:
    programme, sources = document["programme"], document["sources"]
    source = Source(
        key=programme["slug"],
        name=f"{programme['name']}, {programme['launched_on'].year}",
        licence="facts from public sources",
        attribution=programme["attribution"],
        address=sources[programme["sources"][0]]["url"],
    )
    mapping = Mapping(
        source=source,
        organisation=OrganisationColumns(column="organisation", kind="other"),
        columns={"external_id": "external_id", "title": "title", "statement": "statement"},
    )
    records = [
        _record(number, row, makers[row["organisation"]], sources)
        for number, row in enumerate(document["commitments"], start=1)
    ]
    return ImportPlan(mapping, records=tuple(records))


def _record(number: int, row: Row, maker: PlannedMaker, sources: Row) -> PlannedRecord:
    source = sources[row["sources"][0]]
    return PlannedRecord(
        row=number,
        external_id=row["external_id"],
        maker=maker,
        title=row["title"],
        statement=row["statement"],
        raw={key: value if isinstance(value, str) else json.dumps(value) for key, value in row.items()},
        domain_note=row["domain_note"],
        source_document=source["name"],
        source_url=source["url"],
        fields={
            **{name: row[name] for name in _FIELDS},
            "professions": [row["profession"]],
        },
    )
