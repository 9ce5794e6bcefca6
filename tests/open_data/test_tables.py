"""The definitions of tables: what they name exists, and each says what it is."""

import pytest

from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.vocabulary import ALL
from equity_tracker.open_data.queries.publications import CHANGE, ENTRY, EVERY, TERM
from equity_tracker.open_data.tables import TABLES, Table

TYPES = {"string", "integer", "number", "boolean", "date", "datetime", "array"}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_what_a_table_names_exists(table: Table) -> None:
    names = {column.name for column in table.columns}
    assert len(names) == len(table.columns)
    assert names >= set(table.key)
    assert table.of in {*(kind.value for kind in PublicationKind), CHANGE, ENTRY, EVERY, TERM}
    for reference in table.references:
        assert names >= set(reference.columns)
        assert {column.name for column in TABLES[reference.table].columns} >= set(reference.keys)
        assert TABLES[reference.table].key == reference.keys
    for column in table.columns:
        assert column.type in TYPES
        assert column.about.endswith((".", "?"))
        assert not column.terms or set(column.terms.split()) <= set(ALL)
        assert column.made in {None, "organisation", "address"}


def test_a_key_is_never_empty() -> None:
    for table in TABLES.values():
        by_name = {column.name: column for column in table.columns}
        assert all(by_name[name].required for name in table.key), table.name
