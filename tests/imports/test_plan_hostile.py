"""One register of 24 commitments in seven awkward forms. Each test is our decision about its form."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from equity_tracker.imports.mapping import FileOptions, Mapping
from equity_tracker.imports.plan import plan_file
from equity_tracker.imports.planned import ImportPlan
from equity_tracker.imports.problems import NoticeKind
from tests.imports.registers import HEALTH, hostile, notices, problems, with_columns, with_file

EXPECTED = json.loads(hostile("expected.json"))
DUPLICATED = with_columns(HEALTH, {"source_status": "Status (column 4)", "source_area": "status (column 6)"})
DUPLICATED = with_columns(DUPLICATED, {"due_on": "Due Date (dd/mm/yyyy)"})


def planned(form: str, mapping: Mapping = HEALTH) -> ImportPlan:
    return plan_file(hostile(f"health_{form}.csv"), mapping)


FORMS = {
    "utf8": HEALTH,
    "cp1252_smart_quotes": HEALTH,
    "sep_hint_first_line": HEALTH,
    "formula_injection": HEALTH,
    "dup_headers_and_trailing_empty_cols": DUPLICATED,
    "blank_org_fill_down_and_blank_rows": with_file(FileOptions(fill_down=("Organisation",)), HEALTH),
}


@pytest.mark.parametrize("form", FORMS)
def test_all_commitments_arrive_with_their_status_and_date(form: str) -> None:
    plan = planned(form, FORMS[form])
    assert plan.problems == ()
    assert len(plan.records) == EXPECTED["commitments"]
    assert plan.counts_by_status() == EXPECTED["statuses"]
    assert {record.source_area for record in plan.records} == {"Health"}
    # 13/01/2026 in row 14 settles the order for the whole column, 02/02/2026 and 11/11/2026 included.
    first = plan.records[0].due
    assert first is not None
    assert first.value is not None
    assert (first.original, first.value.on) == ("01/01/2026", date(2026, 1, 1))
    assert 'Column "Due' in " ".join(notices(plan))
    assert "the day comes first" in " ".join(notices(plan))


@pytest.mark.parametrize("form", [form for form in FORMS if not form.startswith("blank")])
def test_the_parties_are_those_of_the_file(form: str) -> None:
    assert sorted(maker.name for maker in planned(form, FORMS[form]).makers) == EXPECTED["parties"]


def test_the_plain_form_is_read_without_a_warning() -> None:
    plan = planned("utf8")
    assert {notice.kind for notice in plan.notices} == {NoticeKind.INFORMATION}
    assert "Māori Health Authority" in plan.records[1].statement


def test_old_windows_letters_are_guessed_shown_and_the_lost_ones_pointed_at() -> None:
    plan = planned("cp1252_smart_quotes")
    guess, *others = [notice.text for notice in plan.notices if notice.kind is NoticeKind.WARNING]
    assert guess.startswith("The file does not say how its letters are written. It was read as Windows-1252.")
    assert "member’s" in guess
    lost = "A question mark stands where a letter was probably lost. The first is “M?ori”"
    assert others == [
        f'Column "Progress", rows 2, 3 and 13: {lost}',
        f'Column "Commitment", rows 3 and 13: {lost}',
    ]
    assert "Pharmac’s baseline" in (plan.records[10].progress_text or "")


def test_two_status_columns_are_not_chosen_between() -> None:
    plan = planned(
        "dup_headers_and_trailing_empty_cols", with_columns(HEALTH, {"due_on": "Due Date (dd/mm/yyyy)"})
    )
    twice, missing = problems(plan)
    assert twice == (
        'Column "Status" is there 2 times. Write "Status (column 4)" or "status (column 6)" in the mapping'
    )
    assert missing.startswith(
        'Column "Domain" is missing. Found: Ref, Organisation, Commitment, Status (column 4)'
    )
    assert (plan.records, len(plan.refused_rows)) == ((), EXPECTED["commitments"])


def test_the_three_empty_columns_are_left_out_and_said() -> None:
    plan = planned("dup_headers_and_trailing_empty_cols", DUPLICATED)
    assert "Columns without a name and with nothing in them were left out: 9, 10, 11" in notices(plan)
    assert len(plan.records[0].raw) == 8


def test_formulas_are_kept_as_the_text_they_are() -> None:
    plan = planned("formula_injection")
    assert plan.records[0].statement.startswith('=HYPERLINK("http://x","y") Act on the Health')
    assert plan.records[1].statement.startswith("+1+1 Establish")
    (said,) = [notice for notice in plan.notices if "spreadsheet formula" in notice.reason]
    assert (said.column, said.kind) == ("Commitment", NoticeKind.INFORMATION)
    assert set(said.rows) == {
        record.row
        for record in plan.records
        if record.statement[0] in "=+@-\t" or record.raw["Commitment"][0] == "\t"
    }


def test_control_characters_refuse_every_row_that_has_one() -> None:
    plan = planned("nul_and_ctrl")
    reason = "the cell has a character that cannot be stored (U+0000). Delete it and try again"
    assert problems(plan) == [f'Row {row}, column "Progress": {reason}' for row in range(2, 26)]
    assert plan.problems[0].value.startswith("The review reported [U+0000][U+000B]on 16 June 2020")
    assert (plan.records, plan.rows_read) == ((), EXPECTED["commitments"])


def test_a_first_line_that_names_the_separator_is_obeyed_and_not_counted() -> None:
    plan = planned("sep_hint_first_line")
    assert "The cells are separated by semicolons" in notices(plan)
    assert [record.row for record in plan.records] == list(range(2, 26))


def test_blank_organisations_refuse_their_rows_unless_asked_to_be_filled_down() -> None:
    plan = planned("blank_org_fill_down_and_blank_rows")
    assert {problem.column for problem in plan.problems} == {"Organisation"}
    assert (len(plan.records), len(plan.problems)) == (8, 16)
    assert plan.skipped_rows == {7, 13, 19, 25}
    assert "Rows 7, 13, 19 and 25: blank, and skipped" in notices(plan)


def test_filling_down_is_said_row_by_row_because_it_can_be_wrong() -> None:
    plan = planned("blank_org_fill_down_and_blank_rows", FORMS["blank_org_fill_down_and_blank_rows"])
    (said,) = [notice for notice in plan.notices if notice.column == "Organisation"]
    assert (said.kind, len(said.rows)) == (NoticeKind.WARNING, 16)
    by_row = {record.row: record.organisation_name for record in plan.records}
    # The Greens made this one. The file no longer says so, and the row above belongs to Labour.
    assert (8 in said.rows, by_row[8]) == (True, "Labour")


def test_a_mapping_may_say_that_the_month_comes_first_and_then_impossible_dates_are_named() -> None:
    mapping = replace(HEALTH, file=FileOptions(day_first=False))
    plan = planned("utf8", mapping)
    assert len(plan.problems) == 12
    assert problems(plan)[0] == 'Row 14, column "Due date": 13/01/2026 is not a real date'


def test_the_same_source_row_has_one_fingerprint_in_every_form() -> None:
    plain = Counter(record.fingerprint for record in planned("utf8").records)
    assert Counter(record.fingerprint for record in planned("sep_hint_first_line").records) == plain
