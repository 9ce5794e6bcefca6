"""From bytes to a table, with everything that was wrong or odd about the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_tracker.imports.reading import MOST_ROWS, Layout, Table, read_table
from tests.imports.registers import csv_of


def texts(table: Table) -> list[str]:
    return [problem.text for problem in table.problems]


def said(table: Table) -> list[str]:
    return [notice.text for notice in table.notices]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in table.rows]


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        (b"Id,Promise\n1,House; and home\n2,Two\n", ","),
        (b"Id;Promise\n1;House, and home\n2;Two, three\n", ";"),
        (b"Id\tPromise\n1\tHouse, and home\n2\tTwo\n", "\t"),
        (b"Id|Promise\n1|House, and home\n2|Two\n", "|"),
        (b"sep=;\r\nId;Promise\r\n1;a,b\r\n", ";"),
        (b'"sep=|"\nId|Promise\n1|a,b,c\n', "|"),
    ],
)
def test_the_mark_between_cells_is_found(data: bytes, delimiter: str) -> None:
    table = read_table(data)
    assert (table.delimiter, table.columns, table.problems) == (delimiter, ("Id", "Promise"), ())


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind_are_read_and_kept_inside_quotes(line_end: str) -> None:
    text = line_end.join(["Id,Promise", '1,"first\nsecond\rthird"', "2,b", ""])
    assert cells(read_table(text.encode())) == [("1", "first\nsecond\rthird"), ("2", "b")]


def test_a_cell_longer_than_the_parsers_own_limit_is_read() -> None:
    whole_report = "word " * 40_000
    assert cells(read_table(csv_of(["Id", "Promise"], ["1", whole_report]))) == [("1", whole_report)]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    table = read_table(b'sep=,\nId,Promise\n\n1,"two\nlines"\n2,b\n')
    assert [row.number for row in table.rows] == [3, 4]
    assert table.header_row == 1


def test_the_column_names_need_not_stand_in_the_first_row() -> None:
    data = csv_of(["Action plan 2026", ""], ["", ""], ["Ref", "Promise"], ["1", "a"])
    for layout in (Layout(expected_columns=frozenset({"ref", "PROMISE "})), Layout(header_row=3)):
        table = read_table(data, layout)
        assert (table.header_row, table.columns, cells(table)) == (3, ("Ref", "Promise"), [("1", "a")])
        assert said(table) == ["Row 1: above the column names, and not read"]


def test_a_byte_order_mark_and_spaces_are_no_part_of_a_column_name() -> None:
    assert read_table("\ufeffId , Due\u00a0 date\n1,2\n".encode()).columns == ("Id", "Due date")


def test_columns_of_one_name_are_told_apart_and_neither_is_preferred() -> None:
    table = read_table(csv_of(["Id", "Status ", "status"], ["1", "done", "Health"]))
    assert table.columns == ("Id", "Status (column 2)", "status (column 3)")
    assert said(table) == [
        'Column "Status" is there 2 times. They were told apart as "Status (column 2)", "status (column 3)"'
    ]


def test_a_name_that_looks_like_one_of_ours_does_not_hide_a_column() -> None:
    table = read_table(
        csv_of(["Column 2", "", "Status", "status", "Status (column 3)"], ["a", "b", "c", "d", "e"])
    )
    assert len(set(table.columns)) == len(table.columns) == 5
    assert cells(table) == [("a", "b", "c", "d", "e")]


def test_unnamed_columns_are_dropped_only_when_they_are_empty() -> None:
    table = read_table(csv_of(["Id", "", "", ""], ["1", "note", "", " "]))
    assert table.columns == ("Id", "Column 2")
    assert said(table) == [
        'Column "Column 2": it has no name, and was kept with the row',
        "Columns without a name and with nothing in them were left out: 3, 4",
    ]


def test_rows_that_say_nothing_are_skipped_with_a_notice() -> None:
    rows = (["Id", "Promise"], ["1", "a"], [" ", "\u00a0"], ["Id", "Promise"], ["Total", "1"])
    table = read_table(csv_of(*rows))
    assert said(table) == [
        "Row 3: blank, and skipped",
        "Row 5: a total, and skipped",
        "Row 4: the column names again, and skipped",
    ]
    assert (table.skipped_rows, table.rows_read) == (frozenset({3, 4, 5}), 4)


def test_a_row_that_ends_early_is_filled_up_and_one_that_is_too_long_is_refused() -> None:
    table = read_table(b"Id,Promise,Note\n1,a\n2,homes, gardens,x\n3,b,c,,\n")
    assert cells(table) == [("1", "a", ""), ("3", "b", "c")]
    assert said(table) == ["Row 2: short; the missing cells were read as empty"]
    assert texts(table) == ["Row 3 has 4 cells for 3 columns. A quotation mark may be missing"]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\x85"])
def test_a_character_that_cannot_be_stored_is_refused_with_its_row_and_column(character: str) -> None:
    table = read_table(f"Id,Promise\n1,fine\n2,not{character}fine\n".encode())
    reason = (
        f"the cell has a character that cannot be stored (U+{ord(character):04X}). Delete it and try again"
    )
    assert texts(table) == [f'Row 3, column "Promise": {reason}']
    assert (len(table.rows), table.refused_rows) == (1, frozenset({3}))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'Id,Promise\n1,a\n2,"b\n3,c\n', "Row 3 starts a quotation that never ends"),
        (b'Id,Promise\n1,a\n2,"b', "Row 3 starts a quotation that never ends"),
        (b'Id,Promise\n1,"a\n2,"b"\n3,c\n', "Row 2 starts a quotation that never ends"),
        (b'Id,Promise\n1,"a" b\n', "Row 2 has text after a closing quotation mark"),
    ],
)
def test_a_quotation_that_goes_wrong_is_named_by_its_row(data: bytes, problem: str) -> None:
    assert texts(read_table(data)) == [problem]


def test_the_rows_before_a_broken_quotation_are_read() -> None:
    table = read_table(b'Id,Promise\n1,a\n2,"b\n')
    assert (cells(table), table.refused_rows) == ([("1", "a")], frozenset({3}))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "The file is empty. Choose another file"),
        (b"\n\n", "The file has no row of column names"),
        (b"Id,Promise\n", "The file has no rows below its column names"),
    ],
)
def test_a_file_with_nothing_in_it_is_refused(data: bytes, problem: str) -> None:
    assert texts(read_table(data)) == [problem]


@pytest.mark.thorough
def test_a_hundred_thousand_rows_are_read_and_one_more_is_refused() -> None:
    data = b"Id\n" + b"x\n" * MOST_ROWS
    assert read_table(data).problems == ()
    assert texts(read_table(data + b"x\n")) == [
        "The file has more than 100,000 rows. Split it into smaller files"
    ]


def test_a_guessed_encoding_is_said_with_words_to_check_it_by() -> None:
    table = read_table("Id,Promise\n1,We’ll open a café\n".encode("cp1252"))
    guess = "The file does not say how its letters are written. It was read as Windows-1252."
    assert said(table) == [f"{guess} Check these words: We’ll, café"]


FILES = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet='a,;|\t"\n\r\x00 =é', max_size=80).map(str.encode),
    st.lists(st.lists(st.text(max_size=5), max_size=5), max_size=8).map(
        lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", errors="replace")
    ),
)


@given(FILES)
@settings(max_examples=300)
def test_no_file_makes_the_reader_fail_and_every_row_is_accounted_for(data: bytes) -> None:
    table = read_table(data)
    kept = {row.number for row in table.rows}
    assert not kept & table.refused_rows
    assert not kept & table.skipped_rows
    assert not table.refused_rows & table.skipped_rows
    assert table.rows or table.problems
    assert all(tuple(row.cells) == table.columns for row in table.rows)
