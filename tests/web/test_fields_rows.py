from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from equity_tracker.web.fields import Day, Hidden, Line, Rows
from equity_tracker.web.forms import AppForm, RowForm


class MilestoneRow(RowForm):
    public_id = Hidden()
    title = Line("What will be done", required="Enter what will be done")
    planned_on = Day("Planned date", required="Enter the date it is planned for")


class MilestonesForm(AppForm):
    note = Line("Note", required="Enter a note")
    milestones = Rows("Milestones", MilestoneRow, one="milestone", maximum=3, blank=2)


class StepRow(RowForm):
    step = Line("Step")


class StepsForm(AppForm):
    steps = Rows("Steps", StepRow, one="step", minimum=2, required="Enter at least two steps")


def row(number: int, title: str = "", day: str = "", **others: str) -> dict[str, str]:
    parts = zip(("day", "month", "year"), (day or "//").split("/"), strict=True)
    inputs = {"title": title} | {f"planned_on-{part}": text for part, text in parts} | others
    return {f"milestones-{number}-{name}": text for name, text in inputs.items()}


def posted(*rows: dict[str, str], **others: str) -> MilestonesForm:
    answers: dict[str, str] = {"note": "Noted"} | others
    for inputs in rows:
        answers |= inputs
    return MilestonesForm(MultiDict(answers))


def test_filled_rows_are_taken_and_blank_ones_ignored() -> None:
    form = posted(row(0, "Open", "1/3/2027", public_id="m1"), row(1), row(2, "Close", "1/4/2027"))
    assert form.validate()
    assert form.milestones.data == [
        {"public_id": "m1", "title": "Open", "planned_on": date(2027, 3, 1)},
        {"public_id": None, "title": "Close", "planned_on": date(2027, 4, 1)},
    ]


def test_clearing_a_row_removes_it() -> None:
    form = posted(row(0, public_id="m1"))
    assert form.validate()
    assert form.milestones.data == []


def test_a_message_says_which_row_it_is_about() -> None:
    form = posted(row(0, "Open", "1/3/2027"), row(1, "Close"), row(2))
    assert not form.validate()
    assert form.errors_for_summary == [
        ("milestones-1-planned_on-day", "Milestone 2: Enter the date it is planned for")
    ]
    assert form.errors == {"milestones": ["Milestone 2: Enter the date it is planned for"]}
    assert form.milestones.error is None


def test_there_may_be_only_so_many_rows() -> None:
    form = posted(*(row(number, "Open", "1/3/2027") for number in range(4)))
    assert not form.validate()
    assert form.milestones.error == "Give no more than 3 milestones. You have given 4"
    assert form.errors_for_summary[0] == ("milestones-0-title", form.milestones.error)


@pytest.mark.parametrize(
    ("steps", "message"),
    [(["", ""], "Enter at least two steps"), (["One", ""], "Give at least 2 steps"), (["One", "Two"], None)],
)
def test_so_many_rows_may_be_needed(steps: list[str], message: str | None) -> None:
    form = StepsForm(MultiDict({f"steps-{number}-step": step for number, step in enumerate(steps)}))
    form.validate()
    assert form.steps.error == message


def test_a_form_without_rows_yet_shows_blank_ones() -> None:
    assert len(MilestonesForm().milestones.rows) == 2
    assert len(StepsForm().steps.rows) == 2


def test_a_form_with_rows_shows_one_more_while_there_is_room() -> None:
    stored = [{"title": "Open", "planned_on": date(2027, 3, 1), "public_id": "m1"}]
    for count, shown in ((1, 2), (2, 3), (3, 3)):
        form = MilestonesForm(None, {"milestones": stored * count})
        assert len(form.milestones.rows) == shown
        assert form.milestones.rows[0]["title"].as_typed == "Open"


def test_adding_a_row_keeps_what_was_typed_and_checks_nothing() -> None:
    form = posted(row(0, "Open"), note="", add_row="milestones")
    assert form.is_changing_rows
    assert not form.validate()
    assert form.errors == {}
    assert [milestone["title"].as_typed for milestone in form.milestones.rows] == ["Open", ""]
    assert form.milestones.rows[1]["title"].autofocus
    assert form.milestones.rows[1]["title"].name == "milestones-1-title"


def test_a_form_whose_rows_changed_gets_a_new_key() -> None:
    key = MilestonesForm().form_key
    assert posted(row(0, "Open"), form_key=key).form_key == key
    assert posted(row(0, "Open"), form_key=key, add_row="milestones").form_key != key


def test_no_row_is_added_beyond_the_limit() -> None:
    form = posted(row(0, "a"), row(1, "b"), row(2, "c"), add_row="milestones")
    assert len(form.milestones.rows) == 3
    assert not form.milestones.can_add


def test_removing_a_row_keeps_the_others() -> None:
    form = posted(row(0, "Open"), row(1, "Close"), remove_row="milestones-0")
    assert not form.validate()
    assert form.errors == {}
    assert [milestone["title"].as_typed for milestone in form.milestones.rows] == ["Close"]
    assert form.milestones.row_title(form.milestones.rows[0]) == "Milestone 1"


def test_removing_the_last_row_leaves_a_blank_one() -> None:
    form = posted(row(0, "Open"), remove_row="milestones-0")
    assert [milestone.is_blank for milestone in form.milestones.rows] == [True]


def test_a_row_added_after_one_was_removed_comes_last() -> None:
    form = posted(row(1, "Close"), add_row="milestones")
    assert [milestone.row_name for milestone in form.milestones.rows] == ["milestones-1", "milestones-2"]


@pytest.mark.parametrize("number", ["²", "-1", "100", "9" * 5_000, "", "0x", "00"])
def test_a_row_with_a_number_that_was_never_printed_is_not_read(number: str) -> None:
    form = posted({f"milestones-{number}-title": "Open"})
    assert form.validate()
    assert form.milestones.data == []


@pytest.mark.parametrize("button", ["add_row", "remove_row"])
def test_a_button_of_another_list_changes_nothing(button: str) -> None:
    form = posted(row(0, "Open", "1/3/2027"), **{button: "partners"})
    assert form.validate()


def test_rows_are_shown_again_in_words() -> None:
    form = posted(row(0, "Open", "1/3/2027", public_id="m1"), row(1, "Close"))
    assert form.typed == [("Note", "Noted"), ("Milestones", "Open, 1 3 2027; Close")]
