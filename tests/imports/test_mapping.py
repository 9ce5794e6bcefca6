"""MAPPING.toml, read whole and refused whole."""

from pathlib import Path

import pytest

import equity_tracker.imports
from equity_tracker.imports.mapping import BadMapping, read_mapping
from equity_tracker.model.vocabulary import ORGANISATION_KINDS

GOOD = """
[source]
key = "plan"
name = "Action plan"
licence = "CC0 1.0"
attribution = "Alder"
address = "https://example.org/plan"

[organisation]
column = "Body"
kind = "council"

[columns]
external_id = "Id"
statement = "Promise"
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(BadMapping) as refusal:
        read_mapping(text)
    return refusal.value.problems


def test_the_least_that_is_needed_is_a_source_an_organisation_and_two_columns() -> None:
    mapping = read_mapping(GOOD)
    assert mapping.wanted_columns == ("Body", "Id", "Promise")
    assert (mapping.statuses, mapping.file.evidence_separator, mapping.file.day_first) == ({}, " | ", None)


def test_every_option_is_read() -> None:
    options = """
    [file]
    header_row = 3
    delimiter = ";"
    encoding = "mac_roman"
    fill_down = ["Body"]
    repair_letters = true
    [evidence]
    separator = ";"
    [dates]
    day_first = false
    serials_from = 1904
    [constants]
    source_area = "Health"
    """
    mapping = read_mapping(GOOD + options)
    assert (mapping.layout.header_row, mapping.layout.delimiter, mapping.layout.encoding) == (
        3,
        ";",
        "mac_roman",
    )
    assert (mapping.file.fill_down, mapping.file.repair_letters) == (("Body",), True)
    assert (mapping.file.evidence_separator, mapping.file.day_first, mapping.file.serials_from) == (
        ";",
        False,
        1904,
    )
    assert mapping.constants == {"source_area": "Health"}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    text = """
    [source]
    key = ""
    name = 7
    adress = "https://example.org"
    address = "javascript:alert(1)"
    attribution = "Alder"
    [organisation]
    column = "Body"
    kind = "quango"
    contributors = "Partners"
    [columns]
    external = "Id"
    [dates]
    day_first = "yes"
    serials_from = 1905
    [file]
    delimiter = "x"
    fill_down = "Body"
    """
    assert faults(text) == (
        "source.key: It is empty",
        "source.name: It must be text in quotation marks",
        "source.licence: It is missing",
        "source.address: Enter a web address that starts with https://",
        "source.adress: It is not known. Did you mean address?",
        f'organisation.kind: "quango" is not one of {", ".join(ORGANISATION_KINDS.slugs)}',
        "organisation.separator: Say what stands between two contributors",
        "columns.external: It is not known. Did you mean external_id?",
        "columns.external_id: Name the column that identifies a record",
        "columns.statement: Name the column that holds the promise",
        "file.fill_down: It must be a list of texts in quotation marks",
        "dates.day_first: It must be true or false",
        "file.delimiter: Choose commas, semicolons, tabs, upright bars",
        "dates.serials_from: Choose 1900 or 1904",
    )


def test_missing_tables_are_named() -> None:
    assert faults("") == (
        "source: The table is missing",
        "organisation: The table is missing",
        "columns: The table is missing",
    )


def test_a_table_that_is_no_table_is_said_once() -> None:
    assert "source: It must be a table" in faults("source = 3")


def test_a_file_that_is_not_toml_says_where() -> None:
    (fault,) = faults("[source\n")
    assert fault.startswith("It is not TOML: ")
    assert "line 1" in fault


def test_a_status_needs_its_words_and_whoever_judged() -> None:
    assert faults(GOOD + 'source_status = "Status"\n') == (
        "statuses: List the words of the status column, each with what to print for it",
        "constants.source_assessor: Say who judged the status",
    )


def test_contradictions_within_the_file_are_refused() -> None:
    more = """
    source_area = "Area"
    [constants]
    source_area = "Health"
    [status_meanings]
    done = "It was done."
    """
    assert faults(GOOD + more) == (
        "status_meanings.done: It is not one of the statuses",
        "constants.source_area: It is taken from a column already",
    )


def test_a_table_within_a_list_of_names_is_refused() -> None:
    assert faults(GOOD + "[organisation.names.Alder]\nlong = 1\n") == (
        "organisation.names.Alder: It must be text in quotation marks",
    )


def test_the_mapping_that_ships_is_good() -> None:
    folder = Path(equity_tracker.imports.__file__).parent / "data"
    mapping = read_mapping((folder / "nz-promised-vs-did.toml").read_text(encoding="utf-8"))
    assert mapping.source.licence == "CC0 1.0"
    assert set(mapping.statuses) == set(mapping.status_meanings)
