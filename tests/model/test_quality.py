"""How a promise reads: five answers side by side, each with its reason and what would raise it."""

from dataclasses import fields
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model import vocabulary
from equity_tracker.model.ingredients import ADVOCACY, TRACKABLE, Recipe
from equity_tracker.model.quality import Dimension, Quality, how_it_reads
from equity_tracker.model.readiness import Section
from tests.model.test_vocabulary import PHRASES_THAT_BLAME

# What states each of the twelve ingredients, in the form of a payload.
WHOLE: dict[str, Any] = {
    "statement": "Every new cleaning contract will require the real living wage.",
    "owners": {"owner": "Director of finance"},
    "place": "Harbour",
    "population": "Contracted staff",
    "determinants": ["money"],
    "mechanisms": ["power_resources"],
    "starts_on": "2026-04-01",
    "ends_on": "2028-03-31",
    "ends_precision": "day",
    "milestones": [{"title": "Clause agreed", "planned_on": "2026-06-30"}],
    "baseline": "No contract has the clause",
    "deliverable": "The clause in every contract",
    "evidence_source": "Contract register",
}
ASKING: dict[str, Any] = {
    "kind": "advocate",
    "ask_addressee": "The minister",
    "ask": "Commence the duty",
    "why_us": "We see what follows from its absence",
    "ask_by": "2026-06-30",
    "reply_logging": "On our website",
}
BANDS = [*["low"] * 6, *["lower_moderate"] * 3, *["upper_moderate"] * 2, *["high"] * 2]


def without(promise: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in promise.items() if name not in names}


def told(dimension: Dimension) -> set[str]:
    return {step.words for step in dimension.raised_by}


def test_there_are_five_answers_and_nothing_that_merges_them() -> None:
    """No field, property or function of the module makes one value out of two of the five."""
    assert [each.name for each in fields(Quality)] == list(vocabulary.QUALITY_DIMENSIONS.slugs)
    public = {name for name in dir(Quality) if not name.startswith("_")}
    assert public - {each.name for each in fields(Quality)} <= {"dimensions"}
    assert {each.name for each in fields(Dimension)} == {
        "slug", "level", "level_words", "reason", "raised_by",
    }  # fmt: skip
    reads = how_it_reads(WHOLE)
    assert [each.slug for each in reads.dimensions] == list(vocabulary.QUALITY_DIMENSIONS.slugs)
    for each in reads.dimensions:
        assert not any(isinstance(getattr(each, part.name), int | float) for part in fields(each))


@given(
    st.lists(st.sampled_from(sorted(WHOLE | ASKING)), unique=True),
    st.lists(st.sampled_from(sorted(WHOLE | ASKING)), unique=True),
)
def test_whatever_two_promises_state_nothing_adds_them_up_or_ranks_them(
    one: list[str], two: list[str]
) -> None:
    first, second = (how_it_reads({name: (WHOLE | ASKING)[name] for name in names}) for names in (one, two))
    for reads in (first, second):
        for each in reads.dimensions:
            assert not any(isinstance(getattr(each, part.name), int | float) for part in fields(each))
    for a, b in [(first, second), *zip(first.dimensions, second.dimensions, strict=True)]:
        with pytest.raises(TypeError):
            _ = a < b  # type: ignore[operator]
        with pytest.raises(TypeError):
            _ = a + b  # type: ignore[operator]


def test_no_two_promises_and_no_two_answers_can_be_put_in_order() -> None:
    reads, other = how_it_reads(WHOLE), how_it_reads({})
    for one, two in [(reads, other), *combinations(reads.dimensions, 2)]:
        with pytest.raises(TypeError):
            _ = one < two  # type: ignore[operator]
        with pytest.raises(TypeError):
            _ = one + two  # type: ignore[operator]


@pytest.mark.parametrize("promise", [{}, WHOLE, ASKING], ids=["empty", "whole", "asking"])
def test_each_answer_begins_with_its_level_and_says_where_it_is_raised(promise: dict[str, Any]) -> None:
    for each in how_it_reads(promise).dimensions:
        assert each.title == vocabulary.QUALITY_DIMENSIONS.label(each.slug)
        assert each.reason.startswith(each.level_words)
        assert each.reason.endswith((".", "…"))
        assert all(isinstance(step.section, Section) for step in each.raised_by)
        for text in (each.reason, *told(each)):
            assert PHRASES_THAT_BLAME.search(text) is None


def test_an_old_publication_that_knows_none_of_the_fields_is_read_too() -> None:
    levels = [each.level for each in how_it_reads({"title": "A promise"}).dimensions]
    assert levels == ["no", "low", "not_stated", "not_stated", "none"]


# Verifiable


def test_verifiable_is_an_act_a_date_and_something_to_look_at() -> None:
    reads = how_it_reads(WHOLE).verifiable
    assert reads.level == "yes"
    assert reads.reason == (
        "Yes. An outsider could tell on 31 March 2028, from the deliverable and its milestone."
    )
    assert reads.raised_by == ()


@pytest.mark.parametrize(
    ("names", "words", "section"),
    [
        (("statement",), "the act", Section.PROMISE),
        (("ends_on",), "an end date", Section.TIMING),
        (("deliverable", "milestones"), "something that anybody can look at", Section.TIMING),
    ],
)
def test_what_one_of_the_three_leaves_out_is_not_verifiable(
    names: tuple[str, ...], words: str, section: Section
) -> None:
    reads = how_it_reads(without(WHOLE, *names)).verifiable
    assert (reads.level, reads.reason) == ("no", f"No. It does not state {words}.")
    assert [step.section for step in reads.raised_by] == [section]


@pytest.mark.parametrize(
    "given",
    [
        {"deliverable": "A clause"},
        {"measure": "Contracts with the clause"},
        {"measures": [{"name": "Contracts", "baseline": None, "baseline_by": None}]},
        {"milestones": [{"title": "Agreed", "planned_on": "2026-06-30"}]},
        ASKING,
    ],
)
def test_any_one_thing_to_look_at_is_enough(given: dict[str, Any]) -> None:
    assert how_it_reads({"statement": "x", "ends_on": "2028-03-31"} | given).verifiable.level == "yes"


@pytest.mark.parametrize(
    ("precision", "words"),
    [("month", "at the end of March 2028"), ("year", "at the end of 2028"), (None, "on 31 March 2028")],
)
def test_an_end_is_named_as_exactly_as_it_is_known(precision: str | None, words: str) -> None:
    assert words in how_it_reads(WHOLE | {"ends_precision": precision}).verifiable.reason


# Trackable


@pytest.mark.parametrize("number", range(13))
def test_the_bands_of_twelve_ingredients(number: int) -> None:
    # The deliverable goes first, as a milestone with its document can stand for it.
    names = ["deliverable", *without(WHOLE, "ends_precision", "deliverable")]
    promise = {name: WHOLE[name] for name in names[-number:]} if number else {}
    stated = len(TRACKABLE.stated(promise))
    assert stated in {number, number + 1}
    reads = how_it_reads(promise).trackable
    assert reads.reason.startswith(f"{reads.level_words}, {stated} of 12 ingredients.")
    assert reads.level == BANDS[stated]


@pytest.mark.parametrize(("recipe", "whole"), [(TRACKABLE, WHOLE), (ADVOCACY, ASKING)])
def test_each_ingredient_has_one_question_of_its_own(recipe: Recipe, whole: dict[str, Any]) -> None:
    assert recipe.missing(whole) == []
    assert recipe.stated({}) == []
    assert len({each.slug for each in recipe.ingredients}) == len(recipe.ingredients)
    assert len({each.how for each in recipe.ingredients}) == len(recipe.ingredients)
    assert recipe.bands[0].least == 0
    assert [band.level for band in recipe.bands] == list(vocabulary.TRACKABILITIES.slugs)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("statement", "what will be done"),
        ("owners", "who does it"),
        ("place", "where"),
        ("population", "who benefits"),
        ("determinants", "the determinant"),
        ("mechanisms", "the mechanism"),
        ("starts_on", "a start date"),
        ("ends_on", "an end date"),
        ("milestones", "a milestone"),
        ("baseline", "a baseline (or the date of one)"),
        ("evidence_source", "a source of evidence"),
    ],
)
def test_one_that_is_left_out_is_named(name: str, label: str) -> None:
    reads = how_it_reads(without(WHOLE, name)).trackable
    assert (reads.level, reads.reason) == ("high", f"High, 11 of 12 ingredients. Not stated: {label}.")
    assert len(reads.raised_by) == 1


def test_a_setting_or_own_staff_will_do() -> None:
    promise = without(WHOLE, "place", "population") | {"setting": "Schools", "benefits_own_staff": True}
    assert how_it_reads(promise).trackable.level == "high"
    assert "12 of 12" in how_it_reads(promise).trackable.reason


def test_a_dated_milestone_that_leaves_a_document_counts_without_any_number() -> None:
    promise = without(WHOLE, "deliverable")
    assert "12 of 12" in how_it_reads(promise).trackable.reason
    assert "10 of 12" in how_it_reads(without(promise, "evidence_source")).trackable.reason
    assert "10 of 12" in how_it_reads(without(promise, "milestones")).trackable.reason


def test_the_date_of_a_baseline_stands_for_it_until_there_is_one() -> None:
    promise = without(WHOLE, "baseline") | {"baseline_by": "2026-06-30"}
    assert how_it_reads(promise).trackable.reason == (
        "High, 12 of 12 ingredients. No baseline yet; promised for 30 June 2026."
    )
    known = promise | {"baseline": "31%"}
    assert "No baseline yet" not in how_it_reads(known).trackable.reason


@pytest.mark.parametrize("baseline", ["212 homes", 0, 31.5])
def test_measures_are_read_as_rows_too(baseline: object) -> None:
    promise = without(WHOLE, "baseline", "deliverable", "milestones")
    rows = [{"name": "Homes", "baseline": baseline, "baseline_by": None}]
    assert "11 of 12" in how_it_reads(promise | {"measures": rows}).trackable.reason
    for told in ({"baseline_comment": "None of nine."}, {"baseline": None, "baseline_is_small": True}):
        row = {"name": "Contracts", "baseline": None, "baseline_by": None} | told
        assert "11 of 12" in how_it_reads(promise | {"measures": [row]}).trackable.reason
    later = [{"name": "Homes", "baseline": None, "baseline_by": "2027-01-31"}]
    assert "promised for 31 January 2027" in how_it_reads(promise | {"measures": later}).trackable.reason
    sooner = [*later, {"name": "Rents", "baseline": None, "baseline_by": "2026-09-30"}]
    assert "promised for 30 September 2026" in how_it_reads(promise | {"measures": sooner}).trackable.reason
    never = [{"name": "Homes", "baseline": None, "baseline_by": None}]
    assert "a baseline" in how_it_reads(promise | {"measures": never}).trackable.reason


@pytest.mark.parametrize(
    ("names", "level"),
    [
        ((), "high"),
        (("why_us",), "upper_moderate"),
        (("why_us", "ask"), "lower_moderate"),
        (("why_us", "ask", "ask_by"), "low"),
        (("why_us", "ask", "ask_by", "reply_logging", "ask_addressee"), "low"),
    ],
)
def test_advocacy_has_five_ingredients_of_its_own(names: tuple[str, ...], level: str) -> None:
    reads = how_it_reads(without(ASKING, *names)).trackable
    assert reads.level == level
    assert f"{5 - len(names)} of 5 ingredients" in reads.reason


def test_few_that_are_stated_are_named_rather_than_the_many_that_are_not() -> None:
    reads = how_it_reads({"statement": "x", "place": "Harbour"}).trackable
    assert reads.reason == "Low, 2 of 12 ingredients. Stated: what will be done and where."
    assert len(reads.raised_by) == 10


# Additional


@pytest.mark.parametrize("slug", vocabulary.ADDITIONALITIES.slugs)
def test_what_is_new_is_the_organisations_own_answer(slug: str) -> None:
    reads = how_it_reads({"additionality": slug, "counterfactual": "It would have gone on."}).additional
    assert (reads.level, reads.level_words) == (slug, vocabulary.ADDITIONALITIES.label(slug))
    assert reads.reason.endswith("What would have happened anyway: It would have gone on.")
    assert ("Welcome, and counted apart" in reads.reason) is (slug in {"continued", "statutory"})


def test_a_long_answer_is_shortened_at_a_word() -> None:
    reads = how_it_reads({"additionality": "new", "counterfactual": "word " * 100}).additional
    assert len(reads.reason) < 260
    assert reads.reason.endswith("word …")


def test_going_on_without_a_counterfactual_is_asked_for_one() -> None:
    assert "Say what would have happened anyway." in told(how_it_reads({"additionality": "new"}).additional)


# Ambition


@pytest.mark.parametrize(
    ("promise", "level"),
    [
        ({}, "not_stated"),
        ({"kind": "deliver"}, "standalone"),
        ({"kind": "measure", "level": "community"}, "standalone"),
        ({"kind": "change_rule"}, "institutional"),
        ({"kind": "deliver", "level": "conditions"}, "institutional"),
        ({"kind": "advocate", "level": "structural"}, "institutional"),
        ({"level": "community", "decision_power": "shared", "decision_body": "Panel"}, "institutional"),
        ({"level": "community", "decision_power": "community_led"}, "standalone"),
        ({"level": "community", "decision_power": "involved", "decision_body": "Panel"}, "standalone"),
        ({"kind": "change_rule", "level": "conditions", "additionality": "continued"}, "maintains"),
        ({"level": "conditions", "additionality": "statutory"}, "maintains"),
        ({"level": "behaviour", "additionality": "expanded"}, "standalone"),
    ],
)
def test_ambition_is_how_far_it_goes(promise: dict[str, Any], level: str) -> None:
    assert how_it_reads(promise).ambition.level == level


def test_ambition_is_shown_with_the_level_of_action() -> None:
    reads = how_it_reads({"kind": "change_rule", "level": "conditions"}).ambition
    assert reads.reason == (
        "Changes the institution. It changes a rule, a budget, a contract or a standard."
        " Level of action: conditions."
    )
    assert "Level of action: not stated." in how_it_reads({"kind": "deliver"}).ambition.reason


# Owned


@pytest.mark.parametrize(
    ("promise", "level"),
    [
        ({}, "none"),
        ({"owners": {"deputy": "Deputy"}}, "none"),
        ({"resources": "£1.2 million"}, "one"),
        ({"owners": {"owner": "Nurse"}}, "one"),
        ({"owners": {"sponsor": "Chair"}}, "one"),
        ({"forum": "Board"}, "one"),
        ({"owners": {"owner": "Nurse", "sponsor": "Chair"}}, "two"),
        ({"owners": {"owner": "Nurse", "sponsor": "Chair"}, "forum": "Board"}, "three"),
        ({"owners": {"owner": "Nurse", "sponsor": "Chair"}, "forum": "Board", "resources": "£1"}, "four"),
    ],
)
def test_owned_is_one_point_each(promise: dict[str, Any], level: str) -> None:
    reads = how_it_reads(promise).owned
    assert reads.level == level
    assert len(reads.raised_by) == 4 - (vocabulary.OWNED_LEVELS.get(level).number or 0)
    assert {step.section for step in reads.raised_by} <= {Section.OWNERSHIP}
