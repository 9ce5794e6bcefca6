import csv
import io

import pytest

from equity_tracker.model.csv_file import safe_cell
from equity_tracker.public.columns import About, header
from equity_tracker.public.csv_rows import csv_lines
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.people import World


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－x",
        "＠x", "-", "+", "=", "- a list item", "|calc", "-1.2.3", "+44 20 7946 0000",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Warm homes", "-12", "+3.5", "-1,000", "a=b", "'=x", "2026-04-06", "1"])
def test_everything_else_is_left_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_an_empty_register_has_a_header_line() -> None:
    assert list(csv_lines([], About(TODAY, "https://x.example/commitments"))) == [
        "\ufeff" + ",".join(header()) + "\r\n"
    ]


def test_quotes_commas_and_line_breaks_come_back_as_they_were(
    reader: CheckingClient, public_world: World
) -> None:
    title = 'He said "no", twice\nand = left; ünïcode'
    add_rows(public_world.alder, public_world.programme, [{"title": title, "place": "=cmd|' /C calc'!A0"}])

    response = reader.browser.get("/commitments.csv", buffered=True)
    line = next(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))

    assert line["Title"] == title
    assert line["Place"] == "'=cmd|' /C calc'!A0"
    assert line["Address"].startswith("http://127.0.0.1:8000/commitments/")
    assert line["To be done by"] == "2028-03-31"


def test_a_file_longer_than_one_reading_is_whole(
    reader: CheckingClient, public_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("equity_tracker.public.queries.register.ROWS_AT_ONCE", 7)
    add_rows(public_world.alder, public_world.programme, [{} for _ in range(28)])

    text = reader.browser.get("/commitments.csv?sort=title", buffered=True).text
    lines = list(csv.DictReader(io.StringIO(text)))

    assert [line["Title"] for line in lines] == [f"Promise {number:04d}" for number in range(1, 29)]
