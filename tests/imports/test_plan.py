"""From rows to planned records: what is read, what is refused, and what is said."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.imports.links import Link
from equity_tracker.imports.mapping import FileOptions, Mapping, OrganisationColumns
from equity_tracker.imports.plan import plan_file, plan_import
from equity_tracker.imports.planned import Change, changes_between
from equity_tracker.imports.problems import problems_as_csv
from equity_tracker.imports.reading import read_table
from equity_tracker.model.date_reading import DateOutcome, DateReading
from tests.imports.registers import (
    PLAIN,
    csv_of,
    notices,
    plan_of,
    problems,
    with_columns,
    with_file,
)

HOMES = {"Id": "007", "Body": "Alder Council", "Promise": "Build homes. They will be warm."}
NO_BODY = "there is no organisation. If the row above names it, ask for it to be filled down"
JUDGED = replace(
    with_columns(PLAIN, {"source_status": "Status"}),
    statuses={"done": "Done", "not-done": "Not done"},
    status_meanings={"done": "It was finished."},
    constants={"source_assessor": "The auditor"},
)


def test_a_record_holds_the_promise_whole_and_states_nothing_that_the_source_does_not() -> None:
    (record,) = plan_of([HOMES]).records
    assert (record.row, record.external_id, record.organisation_name) == (2, "007", "Alder Council")
    assert (record.title, record.statement) == (
        "Build homes. They will be warm",
        "Build homes. They will be warm.",
    )
    assert dict(record.raw) == HOMES
    assert record.facts() == {"organisation_as_written": "Alder Council"}
    assert (record.due, record.source_status, record.contested, record.evidence) == (None, None, None, ())


def test_every_mapped_column_reaches_the_facts_as_json() -> None:
    names = (
        "key_figure",
        "source_area",
        "status_reason",
        "progress_text",
        "contested_note",
        "source_document",
    )
    columns = {name: name for name in names} | {"evidence": "Links", "due_on": "By", "contested": "Disputed"}
    row = HOMES | {name: f"the {name}" for name in names}
    row |= {"Links": "Report (https://a.example/r)", "By": "March 2027", "Disputed": "TRUE"}
    (record,) = plan_of([row], with_columns(PLAIN, columns)).records
    assert json.loads(json.dumps(record.facts())) == {name: f"the {name}" for name in names} | {
        "organisation_as_written": "Alder Council",
        "contested": True,
        "evidence": [{"url": "https://a.example/r", "title": "Report"}],
        "due_as_written": "March 2027",
    }
    assert record.evidence == (Link("https://a.example/r", "Report"),)


def test_the_fingerprint_follows_the_row_and_not_its_place_or_order() -> None:
    first = plan_of([HOMES]).records[0]
    turned = dict(reversed(HOMES.items()))
    moved = plan_of([turned | {"Id": "008"}, turned]).records[1]
    assert moved.row != first.row
    assert moved.fingerprint == first.fingerprint
    assert plan_of([HOMES | {"Promise": "Build homes"}]).records[0].fingerprint != first.fingerprint
    assert len(first.fingerprint) == hashlib.sha256().digest_size * 2


def test_two_versions_of_a_row_are_compared_cell_by_cell() -> None:
    later = {"Id": "007", "Promise": "Build more homes.", "Area": "Housing"}
    assert changes_between(HOMES, later) == [
        Change("Promise", HOMES["Promise"], "Build more homes."),
        Change("Area", None, "Housing"),
        Change("Body", "Alder Council", None),
    ]
    assert changes_between(HOMES, dict(reversed(HOMES.items()))) == []


def test_a_missing_column_refuses_the_file_and_lists_what_was_found() -> None:
    plan = plan_of([HOMES], with_columns(PLAIN, {"due_on": "Deadline"}))
    assert problems(plan) == ['Column "Deadline" is missing. Found: Id, Body, Promise']
    assert (plan.records, plan.refused_rows, plan.can_be_applied) == ((), frozenset({2}), False)


def test_a_column_that_is_there_twice_must_be_named_by_its_number() -> None:
    data = csv_of(["Id", "Body", "Promise", "promise "], ["1", "Alder", "Build", "homes"])
    plan = plan_file(data, PLAIN)
    assert problems(plan) == [
        'Column "Promise" is there 2 times. Write "Promise (column 3)" or "promise (column 4)" in the mapping'
    ]
    assert (
        plan_file(data, with_columns(PLAIN, {"statement": "promise (column 4)"})).records[0].statement
        == "homes"
    )


def test_a_row_with_the_id_of_an_earlier_row_is_refused() -> None:
    plan = plan_of([HOMES, HOMES | {"Id": "8"}, HOMES | {"Promise": "Plant trees"}])
    assert problems(plan) == ["Row 4 repeats row 2"]
    assert [record.row for record in plan.records] == [2, 3]


def test_the_same_promise_under_another_id_is_pointed_at_and_kept() -> None:
    plan = plan_of([HOMES, HOMES | {"Id": "8", "Promise": "BUILD homes.  They will be warm."}])
    assert (len(plan.records), plan.problems) == (2, ())
    assert "Row 3: It has the same text as row 2, under another id" in notices(plan)


@pytest.mark.parametrize("external_id", ["7000000000030110.0", "7.00000000003011E+15", "7e12"])
def test_an_id_that_a_spreadsheet_made_a_number_is_refused(external_id: str) -> None:
    plan = plan_of([HOMES | {"Id": external_id}])
    reason = "a spreadsheet has turned the id into a number. Export it again as text"
    assert problems(plan) == [f'Row 2, column "Id": {reason}']
    assert plan.problems[0].value == external_id


def test_numbered_actions_are_not_taken_for_damaged_ids() -> None:
    plan = plan_of([HOMES | {"Id": number, "Promise": number} for number in ("1.0", "1.1", "2.0")])
    assert [record.external_id for record in plan.records] == ["1.0", "1.1", "2.0"]


def test_every_problem_of_a_row_is_listed_at_once() -> None:
    mapping = with_columns(JUDGED, {"evidence": "Links", "contested": "Disputed"})
    row = {
        "Id": "",
        "Body": " ",
        "Promise": "",
        "Status": "nearly",
        "Links": "minutes",
        "Disputed": "perhaps",
    }
    assert problems(
        plan_of([row, row | HOMES | {"Status": "done", "Links": "", "Disputed": ""}], mapping)
    ) == [
        'Row 2, column "Promise": there is no promise in it',
        'Row 2, column "Status": the status is not in the mapping, which has done, not-done',
        'Row 2, column "Id": there is no id. Without one the row cannot be found again',
        f'Row 2, column "Body": {NO_BODY}',
        'Row 2, column "Disputed": write yes or no',
        'Row 2, column "Links": “minutes” is not a web address. Enter a web address that starts with https://',
    ]


def test_a_status_keeps_the_sources_word_with_what_is_printed_and_who_judged() -> None:
    plan = plan_of([HOMES | {"Status": "done"}, HOMES | {"Id": "8", "Status": " Not-Done"}], JUDGED)
    first, second = plan.records
    assert (first.source_status, first.source_status_label) == ("done", "Done")
    assert (first.source_status_meaning, first.source_assessor) == ("It was finished.", "The auditor")
    assert (second.source_status, second.source_status_meaning) == ("not-done", None)
    assert plan.counts_by_status() == {"done": 1, "not-done": 1}


def test_nobody_is_said_to_have_judged_where_there_is_no_status() -> None:
    (record,) = plan_of([HOMES | {"Status": ""}], JUDGED).records
    assert (record.source_status, record.source_assessor) == (None, None)


def test_a_title_column_is_used_and_a_long_title_is_kept_whole_in_the_statement() -> None:
    long = "Warm homes for everybody " * 10
    rows = [HOMES | {"Title": "Warm homes"}, HOMES | {"Id": "8", "Title": long}]
    first, second = plan_of(rows, with_columns(PLAIN, {"title": "Title"})).records
    assert (first.title, first.statement) == ("Warm homes", HOMES["Promise"])
    assert second.title.endswith("…")
    assert second.statement == f"{long.strip()}\n\n{HOMES['Promise']}"


def test_names_are_written_in_full_and_have_their_own_kind() -> None:
    mapping = replace(
        PLAIN,
        organisation=OrganisationColumns(
            column="Body", kind="council", names={"Alder": "Alder Council"}, kinds={"RCX": "royal_college"}
        ),
    )
    plan = plan_of([HOMES | {"Body": "ALDER"}, HOMES | {"Id": "8", "Body": "RCX"}], mapping)
    assert [(maker.name, maker.kind, maker.source_name) for maker in plan.makers] == [
        ("Alder Council", "council", "ALDER"),
        ("RCX", "royal_college", "RCX"),
    ]


def test_two_spellings_of_one_organisation_are_one_and_that_is_said() -> None:
    plan = plan_of([HOMES, HOMES | {"Id": "8", "Promise": "x", "Body": "ALDER\u00a0 COUNCIL"}])
    assert {record.organisation_name for record in plan.records} == {"Alder Council"}
    assert 'Column "Body", row 3: “ALDER COUNCIL” was read as “Alder Council”' in notices(plan)


def test_names_are_never_split_by_commas_unasked() -> None:
    name = "Armagh City, Banbridge and Craigavon"
    assert plan_of([HOMES | {"Body": name}]).records[0].organisation_name == name


def test_the_lead_comes_first_and_everybody_else_once() -> None:
    row = HOMES | {"Body": "Alder; Birch", "Partners": "ALDER;Cedar, Oak and Ash; birch ;;Cedar, oak & ash"}
    organisation = OrganisationColumns("Body", "council", contributors="Partners", separator=";")
    (record,) = plan_of([row], replace(PLAIN, organisation=organisation)).records
    assert (record.organisation_name, record.contributors) == ("Alder", ("Birch", "Cedar, Oak and Ash"))


def dues(dates: list[str], mapping: Mapping) -> list[DateReading | None]:
    rows = [HOMES | {"Id": str(n), "Promise": str(n), "By": text} for n, text in enumerate(dates)]
    return [record.due for record in plan_of(rows, mapping).records]


def test_the_column_settles_which_comes_first_and_that_is_shown() -> None:
    rows = [HOMES | {"By": "03/04/2027"}, HOMES | {"Id": "8", "Promise": "x", "By": "31/12/2027"}]
    plan = plan_of(rows, with_columns(PLAIN, {"due_on": "By"}))
    assert plan.records[0].due is not None
    assert plan.records[0].due.value is not None
    assert plan.records[0].due.value.on == date(2027, 4, 3)
    assert 'Column "By": Its other dates show that the day comes first in it' in notices(plan)


def test_an_undecided_date_refuses_its_row_until_the_mapping_says() -> None:
    mapping = with_columns(PLAIN, {"due_on": "By"})
    plan = plan_of([HOMES | {"By": "03/04/2027"}], mapping)
    assert problems(plan) == [
        'Row 2, column "By": It could be 3 April 2027 or 4 March 2027: say whether the day comes first'
    ]
    (told,) = dues(["03/04/2027"], with_file(FileOptions(day_first=False), mapping))
    assert told is not None
    assert told.value is not None
    assert told.value.on == date(2027, 3, 4)


def test_states_are_no_dates_and_no_problems() -> None:
    readings = dues(["Ongoing", "TBC", ""], with_columns(PLAIN, {"due_on": "By"}))
    assert [reading.outcome if reading else None for reading in readings] == [
        DateOutcome.STATE,
        DateOutcome.STATE,
        None,
    ]


def test_markup_is_taken_out_and_the_source_row_keeps_it() -> None:
    html = '<p>Build <b>homes</b>, see <a href="https://a.example">plan</a></p>'
    plan = plan_of([HOMES | {"Promise": html}])
    assert plan.records[0].statement == "Build homes, see plan (https://a.example)"
    assert plan.records[0].raw["Promise"] == html
    assert 'Column "Promise", row 2: The markup was taken out. Words and links were kept.' in notices(plan)


def test_damaged_letters_are_repaired_only_when_asked() -> None:
    rows = [HOMES | {"Promise": "The King\\u2019s homes"}]
    plan = plan_of(rows)
    assert plan.records[0].statement == "The King\\u2019s homes"
    (said,) = [text for text in notices(plan) if "codes like" in text]
    assert "Probably meant: “King’s”. Set repair_letters in the mapping" in said
    asked = plan_of(rows, with_file(FileOptions(repair_letters=True)))
    assert asked.records[0].statement == "The King’s homes"


def test_letters_that_fold_into_themselves_when_repaired_do_not_stop_the_plan() -> None:
    plan = plan_of([HOMES | {"Body": "Alder Ãƒ", "Promise": "Homes Ãƒ"}])
    assert [record.statement for record in plan.records] == ["Homes Ãƒ"]


def test_a_row_is_named_once_however_often_its_cell_is_read() -> None:
    organisation = OrganisationColumns("Body", "council", separator=";")
    plan = plan_of([HOMES | {"Body": "King\\u2019s; Birch"}], replace(PLAIN, organisation=organisation))
    assert [notice.rows for notice in plan.notices if notice.column == "Body"] == [(2,)]


def test_columns_that_are_not_used_are_named() -> None:
    plan = plan_of([HOMES | {"Era": "old", "Colour": "red"}])
    assert notices(plan) == ["Columns the mapping does not use, kept with each source row: Era, Colour"]


def test_all_or_nothing() -> None:
    assert plan_of([HOMES]).can_be_applied
    assert not plan_of([HOMES, HOMES]).can_be_applied
    assert not plan_file(b"", PLAIN).can_be_applied


def test_the_problems_can_be_taken_away_as_a_file_that_runs_nothing() -> None:
    plan = plan_of([HOMES | {"Status": "=1+1"}], JUDGED)
    header, line = problems_as_csv(plan.problems).splitlines()
    assert header == "row,column,value,reason"
    assert line.startswith("2,Status,'=1+1,")


CELLS = st.sampled_from(
    ["", "1", "2", "done", "Total", "<p>x", "31/02/2026", "https://a.example", "a\x00", "’é"]
)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=8))
def test_every_row_is_a_record_or_a_problem_or_skipped(rows: list[list[str]]) -> None:
    mapping = with_columns(JUDGED, {"due_on": "By"})
    table = read_table(csv_of(["Id", "Body", "Promise", "Status", "By"], *rows))
    plan = plan_import(table, mapping)
    assert plan.rows_read == table.rows_read
    assert {problem.row for problem in plan.problems if problem.row} <= plan.refused_rows
    assert not {record.row for record in plan.records} & (plan.refused_rows | plan.skipped_rows)
    assert plan.records or plan.problems


@pytest.mark.thorough
def test_ten_thousand_rows_of_fifteen_cells_are_planned_in_seconds() -> None:
    names = ["Id", "Body", "Promise", *(f"Text {n}" for n in range(12))]
    text = "We will build <b>warm</b> homes for everybody who needs one. Then we’ll report on it."
    data = csv_of(names, *([str(n), f"Body {n % 50}", f"{n} {text}", *[text] * 12] for n in range(10_000)))
    mapping = with_columns(
        PLAIN, {"progress_text": "Text 1", "status_reason": "Text 2", "key_figure": "Text 3"}
    )
    before = time.process_time()
    plan = plan_file(data, mapping)
    assert (len(plan.records), plan.problems) == (10_000, ())
    assert (
        time.process_time() - before < 20
    )  # about 2 s; the limit only catches work that grows with the square
