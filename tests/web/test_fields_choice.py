from enum import StrEnum

import pytest
from werkzeug.datastructures import MultiDict

from equity_tracker.model.vocabulary import LEVELS, OUR_WORDING, Term
from equity_tracker.web.choice_fields import as_option
from equity_tracker.web.fields import Choice, Choices, Line, Option, Pick, Rows, Tick
from equity_tracker.web.forms import AppForm, RowForm


class Colour(StrEnum):
    RED = "red"


class StepRow(RowForm):
    step = Line("Step", required="Enter the step")


class ChoicesForm(AppForm):
    reach = Choice(
        "Who is it designed to reach?",
        [Option("all", "Everyone"), Option("group", "One group"), Option("place", "One place")],
        noun="answer",
        required="Choose who it is designed to reach",
        reveals={"group": "which_group", "place": "steps"},
    )
    which_group = Line("Which group?", noun="group", required="Enter the group")
    steps = Rows("Steps", StepRow, one="step", required="Enter a step")
    colour = Pick("Colour", [Option("red", "Red")])
    determinants = Choices(
        "Determinants",
        [Option("work", "Work"), Option("food", "Food"), Option("housing", "Housing")],
        minimum=2,
        maximum=2,
    )
    agreed = Tick("The council has agreed")


def posted(**answers: str | list[str]) -> ChoicesForm:
    given: dict[str, str | list[str]] = {"reach": "all"}
    form = ChoicesForm(MultiDict(given | answers))
    form.validate()
    return form


def test_what_was_chosen_is_taken() -> None:
    form = posted(reach="all", colour="red", determinants=["food", "work"], agreed="yes")
    assert form.errors == {}
    assert form.data == {
        "reach": "all",
        "which_group": None,
        "steps": [],
        "colour": "red",
        "determinants": ["food", "work"],
        "agreed": True,
    }


def test_what_was_not_chosen_is_nothing() -> None:
    form = posted(colour="")
    assert form.errors == {}
    assert (form.colour.data, form.determinants.data, form.agreed.data) == (None, [], False)


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (["work"], "Choose at least 2 determinants"),
        (["work", "food", "housing"], "Choose no more than 2 determinants. You have chosen 3"),
        (["work", "work"], "Choose at least 2 determinants"),
        (["work", "behaviour"], "Choose determinants from the list"),
    ],
)
def test_a_list_of_answers_has_its_limits(chosen: list[str], message: str) -> None:
    assert posted(determinants=chosen).determinants.error == message


def test_a_tick_may_be_required() -> None:
    class AgreeForm(AppForm):
        agreed = Tick("The council has agreed", required="Tick to say that the council has agreed")

    form = AgreeForm(MultiDict())
    assert not form.validate()
    assert form.errors_for_summary == [("agreed", "Tick to say that the council has agreed")]


def test_a_revealed_question_is_required_when_its_option_is_chosen() -> None:
    form = posted(reach="group")
    assert form.errors_for_summary == [("which_group", "Enter the group")]


def test_a_revealed_question_is_forgotten_when_its_option_is_not_chosen() -> None:
    form = posted(reach="all", which_group="Renters", **{"steps-0-step": "First"})
    assert form.errors == {}
    assert (form.which_group.data, form.which_group.text, form.steps.data) == (None, "", [])


@pytest.mark.parametrize("unclear", ["neither", ["group", "place"], "", []])
def test_an_answer_that_is_none_takes_nothing_with_it_that_it_might_open(unclear: str | list[str]) -> None:
    form = posted(reach=unclear, which_group="Renters", **{"steps-0-step": "First", "steps-1-step": ""})
    assert [field for field, _ in form.errors_for_summary] == ["reach"]
    assert (form.which_group.text, form.steps.data) == ("Renters", [{"step": "First"}])


def test_what_is_kept_of_a_question_that_was_not_asked_is_not_judged() -> None:
    form = posted(reach="neither", which_group="Ren\x00ters", **{"steps-0-step": "\x00"})
    assert [field for field, _ in form.errors_for_summary] == ["reach"]
    assert form.which_group.text == "Ren\N{REPLACEMENT CHARACTER}ters"


def test_rows_may_be_revealed_too() -> None:
    assert posted(reach="place").steps.error == "Enter a step"
    assert posted(reach="place", **{"steps-0-step": "First"}).steps.data == [{"step": "First"}]


class SharedForm(AppForm):
    reach = Choice(
        "Reach",
        [Option("all", "Everyone"), Option("group", "One group"), Option("place", "One place")],
        reveals={"group": "how", "place": "how"},
    )
    how = Line("How?", noun="answer", required="Enter how")


@pytest.mark.parametrize("reach", ["group", "place"])
def test_two_options_may_open_the_same_question(reach: str) -> None:
    asked = SharedForm(MultiDict({"reach": reach}))
    assert not asked.validate()
    assert asked.how.error == "Enter how"
    answered = SharedForm(MultiDict({"reach": reach, "how": "So"}))
    assert answered.validate()
    assert answered.how.data == "So"
    assert SharedForm(MultiDict({"reach": "all"})).validate()


def test_options_that_open_the_same_question_stand_together() -> None:
    form = SharedForm()
    assert [([option.value for _, option in pairs], field) for pairs, field in form.reach.runs] == [
        (["all"], None),
        (["group", "place"], form.how),
    ]
    form.reach.offer([Option("group", "One group"), Option("all", "Everyone"), Option("place", "One place")])
    with pytest.raises(ValueError, match="must stand together"):
        _ = form.reach.runs


def test_the_view_may_give_the_options() -> None:
    options = {"colour": [Option("blue", "Blue")]}
    answers = MultiDict({"reach": "all", "colour": "blue"})
    assert ChoicesForm(answers, options=options).validate()
    assert not ChoicesForm(answers).validate()
    with pytest.raises(TypeError, match="which_group has no list"):
        ChoicesForm(options={"which_group": []})


@pytest.mark.parametrize("value", ["red", Colour.RED, Term(slug="red", label="Red", definition="")])
def test_a_form_is_filled_with_a_slug_an_enum_or_a_term(value: object) -> None:
    form = ChoicesForm(None, {"colour": value, "determinants": [value]})
    assert (form.colour.picked, form.determinants.picked) == (["red"], ["red"])


def test_answers_are_shown_again_in_words() -> None:
    form = posted(
        reach="group", which_group="Renters", determinants=["food", "work"], colour="blue", agreed="yes"
    )
    assert form.typed == [
        ("Who is it designed to reach?", "One group"),
        ("Which group?", "Renters"),
        ("Colour", "blue"),
        ("Determinants", "Food, Work"),
        ("The council has agreed", "Yes"),
    ]


def test_a_term_is_offered_with_its_definition_example_and_source() -> None:
    term = LEVELS.terms[0]
    option = as_option(term)
    assert (option.value, option.label, option.hint) == (term.slug, term.label, term.definition)
    assert (option.example, option.source) == (term.example, term.source)
    assert option.has_more


def test_a_source_of_our_own_is_not_worth_a_line() -> None:
    option = as_option(Term(slug="a", label="A", definition="First.", source=OUR_WORDING))
    assert option.source == ""
    assert not option.has_more


def test_the_first_sentence_of_a_definition_stands_beside_the_choice() -> None:
    option = Option("a", "A", "Work, e.g. a job. It may be paid. Or not.")
    assert option.first_sentence == "Work, e.g. a job."
    assert option.has_more


def test_a_question_needs_a_noun_for_its_messages() -> None:
    class NamelessForm(AppForm):
        reach = Choice("Who is it for?")

    with pytest.raises(ValueError, match="reach has a question for a label"):
        NamelessForm()


@pytest.mark.parametrize("posted", ["yes", "x", "", "no"])
def test_a_box_that_is_posted_at_all_is_ticked(posted: str) -> None:
    """A box may keep something private: a forged value must not make it public."""

    class Form(AppForm):
        private = Tick("Keep this private")

    assert Form(MultiDict({"private": posted})).data == {"private": True}
    assert Form(MultiDict({"other": "x"})).data == {"private": False}
