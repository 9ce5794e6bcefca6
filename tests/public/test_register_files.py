"""Every file of the register holds the rows that its page would show, in their order, and says what it is."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from equity_tracker.public.columns import COLUMNS, header
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.people import World
from tests.support.planting import MARKER

QUESTIONS = st.fixed_dictionaries(
    {"sort": st.sampled_from(["newest", "title", "end_date", "due"])},
    optional={
        "domain": st.lists(st.sampled_from(["education", "advocacy", "not_stated"]), min_size=1, max_size=2),
        "level": st.sampled_from(["conditions", "structural"]),
        "determinant": st.sampled_from(["housing", "not_stated"]),
        "place": st.sampled_from(["Hull", "leeds"]),
        "q": st.sampled_from(["promise", "wages", '"warm homes"']),
        "organisation": st.just("alder-trust"),
    },
)


def rows_of(client: CheckingClient, kind: str, **question: Any) -> list[dict[str, Any]]:
    """Return the rows of a file by the titles of its columns."""
    response = client.browser.get(f"/commitments.{kind}", query_string=question)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    if kind == "json":
        titles = {column.name: column.title for column in COLUMNS}
        return [{titles[name]: row[name] for name in titles} for row in response.get_json()["rows"]]
    sheet = load_workbook(io.BytesIO(response.get_data()))["Commitments"]
    first, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in others]


def as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)


@pytest.fixture
def varied(public_world: World) -> World:
    rows = [
        {
            "title": f"{'ab'[number % 2]} {number}",
            "domain": ("education", "advocacy", None)[number % 3],
            "level": ("conditions", "structural")[number % 2],
            "place": ("Hull", "hull!", "Leeds", None)[number % 4],
            "search_text": ("promise", "warm homes, wages")[number % 2],
            "determinants": ["housing"] if number % 3 == 0 else [],
            "next_due_on": date(2027, 1, 1 + number % 5) if number % 2 else None,
        }
        for number in range(30)
    ]
    add_rows(public_world.alder, public_world.programme, rows[:20])
    held = [row | {"reference": f"FS-B{number}"} for number, row in enumerate(rows[20:])]
    add_rows(public_world.birch, public_world.programme, held)
    return public_world


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
)
@given(question=QUESTIONS)
def test_all_files_hold_the_rows_of_the_page(
    reader: CheckingClient, varied: World, question: dict[str, Any]
) -> None:
    shown: list[str] = []
    page = reader.get("public.list_commitments", **question)
    shown += [str(tag["href"]) for tag in page.soup.select("tbody th a")]
    if page.has_link("Next page"):
        following = page.link("Next page").follow()
        shown += [str(tag["href"]) for tag in following.soup.select("tbody th a")]

    files = {kind: rows_of(reader, kind, **question) for kind in ("csv", "json", "xlsx")}

    for rows in files.values():
        assert [row["Address"].removeprefix("http://127.0.0.1:8000") for row in rows] == shown
    for ours, *others in zip(*files.values(), strict=True):
        for other in others:
            assert {title: as_text(value) for title, value in other.items()} == ours


def test_a_workbook_holds_dates_as_dates_and_text_as_text(
    reader: CheckingClient, public_world: World
) -> None:
    title = '=HYPERLINK("http://x") 007'
    add_rows(public_world.alder, public_world.programme, [{"title": title, "place": "0123"}])

    data = reader.browser.get("/commitments.xlsx").get_data()
    sheet = load_workbook(io.BytesIO(data))["Commitments"]
    cells = dict(zip(header(), sheet[2], strict=True))

    assert cells["Title"].value == title
    assert cells["Title"].data_type == "s"
    assert cells["Address"].hyperlink is None
    assert cells["Place"].value == "0123"
    assert cells["Promised on"].is_date
    assert cells["Promised on"].value.date() == TODAY
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["C"].width > 50


def test_a_file_says_what_it_is_and_what_was_asked(reader: CheckingClient, varied: World) -> None:
    question = {"domain": ["advocacy", "education"], "q": "wages", "organisation": "alder-trust"}
    asked = [
        ("Search", "wages"),
        ("Domain", "Workforce education and training or Workforce as advocates"),
        ("Organisation", "Alder Trust"),
    ]

    data = reader.browser.get("/commitments.xlsx", query_string=question).get_data()
    said = list(load_workbook(io.BytesIO(data))["About this file"].iter_rows(values_only=True))
    json = reader.browser.get("/commitments.json", query_string=question).get_json()

    assert set(asked) <= set(said)
    assert ("Made on", "6 April 2026") in said
    assert any("CC BY 4.0" in str(row[1]) for row in said)
    assert {column.title for column in COLUMNS} <= {row[0] for row in said}
    assert [(row["title"], row["answer"]) for row in json["asked"]] == asked
    assert json["made_on"] == TODAY.isoformat()
    assert [column["name"] for column in json["columns"]] == [column.name for column in COLUMNS]
    assert json["url"].startswith("http://127.0.0.1:8000/commitments?q=wages&domain=")
    assert json["rows"][0]["domain_code"] in {"advocacy", "education"}


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_a_question_that_the_register_does_not_have_is_refused(
    reader: CheckingClient, public_world: World, kind: str
) -> None:
    assert "does not have" in reader.get_url(f"/commitments.{kind}?domain=nonsense", expected=400).main


def test_nothing_found_is_still_a_file(reader: CheckingClient, public_world: World) -> None:
    assert reader.browser.get("/commitments.json").get_json()["rows"] == []
    for kind in ("csv", "xlsx"):
        assert rows_of(reader, kind) == []


def test_no_workbook_holds_anything_private(planted: World, reader: CheckingClient) -> None:
    book = load_workbook(io.BytesIO(reader.browser.get("/commitments.xlsx").get_data()))

    assert len(list(book["Commitments"].rows)) == 2
    assert MARKER not in str([[cell.value for cell in row] for sheet in book for row in sheet.rows])


def test_every_column_says_what_it_means_in_one_sentence() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    for column in COLUMNS:
        assert column.name.isidentifier()
        assert column.name == column.name.lower()
        assert column.description.endswith(".")
        assert ". " not in column.description
