"""Which column of a register means what: MAPPING.toml, checked whole, as a frozen value."""

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from equity_tracker.imports.dialect import DELIMITERS
from equity_tracker.imports.links import BadLink, check_address
from equity_tracker.imports.reading import Layout
from equity_tracker.imports.settings_table import SettingsTable, TableProblems
from equity_tracker.model.vocabulary import ORGANISATION_KINDS

FIELDS = (
    "external_id",
    "title",
    "statement",
    "key_figure",
    "source_area",
    "source_status",
    "source_assessor",
    "status_reason",
    "progress_text",
    "contested",
    "contested_note",
    "evidence",
    "source_document",
    "source_url",
    "due_on",
)
# As long as the register's column for it.
LONGEST_STATUS = 60
CONSTANTS = ("source_area", "source_assessor", "source_document", "source_url")


class BadMapping(ValueError):
    """Everything that is wrong with a mapping file, at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The mapping file cannot be used:\n" + "\n".join(f"- {line}" for line in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the register comes from. Its key and a record's external id name the record for ever."""

    key: str
    name: str
    licence: str
    attribution: str
    address: str


@dataclass(frozen=True, slots=True)
class OrganisationColumns:
    """Who made each promise. `names` says in full what the source abbreviates; `kinds` is for those names."""

    column: str
    kind: str
    names: AnyMapping[str, str] = field(default_factory=dict)
    kinds: AnyMapping[str, str] = field(default_factory=dict)
    contributors: str | None = None
    separator: str | None = None


@dataclass(frozen=True, slots=True)
class FileOptions:
    header_row: int | None = None
    delimiter: str | None = None
    encoding: str | None = None
    fill_down: tuple[str, ...] = ()
    repair_letters: bool = False
    evidence_separator: str = " | "
    day_first: bool | None = None
    serials_from: int = 1900


@dataclass(frozen=True, slots=True)
class Mapping:
    """`statuses` leads from the source's word to what a page prints; a word that is not there is refused."""

    source: Source
    organisation: OrganisationColumns
    columns: AnyMapping[str, str]
    statuses: AnyMapping[str, str] = field(default_factory=dict)
    status_meanings: AnyMapping[str, str] = field(default_factory=dict)
    constants: AnyMapping[str, str] = field(default_factory=dict)
    file: FileOptions = field(default_factory=FileOptions)

    @property
    def wanted_columns(self) -> tuple[str, ...]:
        """Every column named anywhere in the mapping, once."""
        organisation = (self.organisation.column, self.organisation.contributors)
        named = (*organisation, *self.columns.values(), *self.file.fill_down)
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def layout(self) -> Layout:
        return Layout(
            expected_columns=frozenset(self.wanted_columns),
            header_row=self.file.header_row,
            delimiter=self.file.delimiter,
            encoding=self.file.encoding,
        )


def read_mapping(text: str) -> Mapping:
    """Read MAPPING.toml, or raise BadMapping with everything that is wrong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping([f"It is not TOML: {error}"]) from None
    problems = TableProblems()
    root = SettingsTable(document, "", problems)
    mapping = Mapping(
        source=_source(root.table("source", required=True)),
        organisation=_organisation(root.table("organisation", required=True)),
        columns=_columns(root.table("columns", required=True)),
        statuses=root.table("statuses").all_texts(),
        status_meanings=root.table("status_meanings").all_texts(),
        constants=root.table("constants").all_texts(CONSTANTS),
        file=_file_options(root.table("file"), root.table("evidence"), root.table("dates")),
    )
    root.refuse_the_rest()
    problems.say(*_contradictions(mapping))
    if problems.lines:
        raise BadMapping(problems.lines)
    return mapping


def _source(table: SettingsTable) -> Source:
    source = Source(
        key=table.text("key"),
        name=table.text("name"),
        licence=table.text("licence"),
        attribution=table.text("attribution"),
        address=table.text("address"),
    )
    if source.address:
        try:
            check_address(source.address)
        except BadLink as error:
            table.problem("address", str(error))
    table.refuse_the_rest()
    return source


def _organisation(table: SettingsTable) -> OrganisationColumns:
    columns = OrganisationColumns(
        column=table.text("column"),
        kind=table.text("kind"),
        names=table.table("names").all_texts(),
        kinds=table.table("kinds").all_texts(),
        contributors=table.optional_text("contributors"),
        separator=table.optional_text("separator"),
    )
    for kind in dict.fromkeys((columns.kind, *columns.kinds.values())):
        if kind and kind not in ORGANISATION_KINDS:
            table.problem("kind", f'"{kind}" is not one of {", ".join(ORGANISATION_KINDS.slugs)}')
    if columns.contributors and not columns.separator:
        table.problem("separator", "Say what stands between two contributors")
    table.refuse_the_rest()
    return columns


def _columns(table: SettingsTable) -> AnyMapping[str, str]:
    columns = table.all_texts(FIELDS)
    if table.was_given and "external_id" not in columns:
        table.problem("external_id", "Name the column that identifies a record")
    if table.was_given and not {"title", "statement"} & set(columns):
        table.problem("statement", "Name the column that holds the promise")
    return columns


def _file_options(table: SettingsTable, evidence: SettingsTable, dates: SettingsTable) -> FileOptions:
    options = FileOptions(
        header_row=table.number("header_row"),
        delimiter=table.optional_text("delimiter"),
        encoding=table.optional_text("encoding"),
        fill_down=table.texts("fill_down"),
        repair_letters=table.flag("repair_letters") or False,
        evidence_separator=evidence.optional_text("separator") or FileOptions().evidence_separator,
        day_first=dates.flag("day_first"),
        serials_from=dates.number("serials_from") or FileOptions().serials_from,
    )
    if options.delimiter is not None and options.delimiter not in DELIMITERS:
        table.problem("delimiter", f"Choose {', '.join(DELIMITERS.values())}")
    if options.serials_from not in {1900, 1904}:
        dates.problem("serials_from", "Choose 1900 or 1904")
    for each in (table, evidence, dates):
        each.refuse_the_rest()
    return options


def _contradictions(mapping: Mapping) -> list[str]:
    lines = []
    if "source_status" in mapping.columns and not mapping.statuses:
        lines.append("statuses: List the words of the status column, each with what to print for it")
    if "source_status" in mapping.columns and not {"source_assessor"} & {
        *mapping.columns,
        *mapping.constants,
    }:
        lines.append("constants.source_assessor: Say who judged the status")
    lines += [
        f"statuses.{word}: Use {LONGEST_STATUS} characters or fewer"
        for word, label in mapping.statuses.items()
        if len(label) > LONGEST_STATUS
    ]
    lines += [
        f"status_meanings.{word}: It is not one of the statuses"
        for word in mapping.status_meanings
        if word not in mapping.statuses
    ]
    lines += [
        f"constants.{name}: It is taken from a column already"
        for name in mapping.constants
        if name in mapping.columns
    ]
    return lines
