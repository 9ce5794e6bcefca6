"""What describes a release: the data package, the dictionary and the page to read first."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from equity_tracker.model.csv_file import safe_cell
from equity_tracker.open_data.tables import FORMAT, TABLES, Column, Table

TITLE = "Equity Tracker: open data"
NAME = "equity-tracker"
PACKAGE, READ_ME, DICTIONARY = "datapackage.json", "README.txt", "DICTIONARY.csv"
DESCRIBING = (PACKAGE, READ_ME, DICTIONARY)
ABOUT = (
    "Everything public in this register: what organisations promised to do about the causes of health"
    " inequality, what they have reported since, and what did not come."
)
NEUTRALISED = (
    "In CSV files a cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or their"
    " full-width forms, and is no number) has an apostrophe before it. The JSON file has no such marks."
)
LIGHTS = (
    "reporting_light and delivery_light are computed for the day of the release. They are two answers and are"
    " never merged. An outlook that is too old is not repeated as if it were current."
)
FILES = (
    "Files are UTF-8 and follow RFC 4180. datapackage.json describes every table and column, with keys;"
    " DICTIONARY.csv says the same as a table; equity-tracker.json holds the same rows as JSON."
)
NOT_STATED = "An empty cell means not stated. Nothing is guessed, and nothing is filled in."
COUNTING = (
    "Commitments and statements of intent are counted apart (see form). Each has one domain, so that totals"
    " by domain equal the total; a joint commitment is one row. There is no score and no rank."
)


@dataclass(frozen=True)
class Licence:
    """Under which terms the data may be used."""

    name: str = "CC-BY-4.0"
    title: str = "Creative Commons Attribution 4.0 International"
    address: str = "https://creativecommons.org/licenses/by/4.0/"


LICENCE = Licence()
EXCEPTIONS = (
    "Records that came from elsewhere keep their source's licence: it stands in the column licence of"
    " commitments, and holds for every row that names the commitment. Entries of the directory of"
    " organisations that name a source (source_name) are under that source's licence."
)


@dataclass(frozen=True)
class FileFacts:
    """One finished table: its rows, its hash and its length."""

    rows: int
    hash: str
    size: int


@dataclass(frozen=True)
class Edition:
    """Which release it is, and what it was made from."""

    version: str
    as_of: date
    made_at: datetime
    publication: int
    base_url: str
    attributions: Sequence[str] = field(default=())

    @property
    def citation(self) -> str:
        return f"{TITLE}, version {self.version}. {self.base_url}/data. {LICENCE.title} ({LICENCE.name})."


def descriptions(edition: Edition, files: Mapping[str, FileFacts]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file that describes the others."""
    described = json.dumps(data_package(edition, files), ensure_ascii=False, indent=1)
    yield PACKAGE, described + "\n"
    yield READ_ME, read_me(edition, files)
    yield DICTIONARY, dictionary()


def heading(edition: Edition) -> dict[str, Any]:
    """Return what stands at the head of the data package, and of the JSON file."""
    return {
        "name": NAME,
        "title": TITLE,
        "description": ABOUT,
        "version": edition.version,
        "format": FORMAT,
        "as_of": edition.as_of.isoformat(),
        "created": f"{edition.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "publication": edition.publication,
        "homepage": f"{edition.base_url}/data",
        "citation": edition.citation,
        "licences_of_rows": EXCEPTIONS,
        "licenses": [{"name": LICENCE.name, "title": LICENCE.title, "path": LICENCE.address}],
    }


def data_package(edition: Edition, files: Mapping[str, FileFacts]) -> dict[str, Any]:
    """Describe the release as a tabular data package (specs.frictionlessdata.io, version 1)."""
    sources = [{"title": TITLE.partition(":")[0], "path": edition.base_url}]
    sources += [{"title": words} for words in edition.attributions]
    return {
        "profile": "tabular-data-package",
        **heading(edition),
        "notes": [NEUTRALISED, LIGHTS, NOT_STATED, COUNTING],
        "sources": sources,
        "resources": [_resource(table, files[table.name]) for table in TABLES.values()],
    }


def _resource(table: Table, file: FileFacts) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.about,
        "path": table.file_name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": file.size,
        "hash": f"sha256:{file.hash}",
        "rows": file.rows,
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": list(row.columns),
                    "reference": {"resource": row.table, "fields": list(row.keys)},
                }
                for row in table.references
            ],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    described = {"name": column.name, "type": column.type, "description": column.about}
    if column.format:
        described["format"] = column.format
    return described | ({"constraints": constraints} if constraints else {})


def dictionary() -> str:
    """Return every column of every table as rows of one CSV file."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(("table", "column", "type", "required", "key", "allowed", "leads_to", "description"))
    for table in TABLES.values():
        for column in table.columns:
            writer.writerow([safe_cell(cell) for cell in _described(table, column)])
    return buffer.getvalue()


def _described(table: Table, column: Column) -> tuple[str, ...]:
    return (
        table.name,
        column.name,
        column.type,
        "yes" if column.required else "no",
        "yes" if column.name in table.key else "no",
        f"terms: {column.terms}" if column.terms else " | ".join(column.one_of),
        "; ".join(
            f"{row.table}.{row.keys[row.columns.index(column.name)]}"
            for row in table.references
            if column.name in row.columns
        ),
        column.about,
    )


def read_me(edition: Edition, files: Mapping[str, FileFacts]) -> str:
    """Return the page to read first, as plain text."""
    lines = [
        TITLE,
        "",
        ABOUT,
        "",
        f"Version {edition.version}, made {edition.made_at:%Y-%m-%d %H:%M} UTC, format {FORMAT}.",
        f"As of {edition.as_of.isoformat()}, publication {edition.publication}.",
        "",
        "To cite it:",
        edition.citation,
        "",
        f"Licence: {LICENCE.title} ({LICENCE.name}), {LICENCE.address}",
        EXCEPTIONS,
        *edition.attributions,
        "",
        "How to read it:",
        NOT_STATED,
        COUNTING,
        LIGHTS,
        NEUTRALISED,
        FILES,
        "",
        "Tables:",
        *(f"{table.file_name}: {files[name].rows} rows. {table.about}" for name, table in TABLES.items()),
        "",
    ]
    return "\n".join(lines)
