"""Where two answers do not sit together, the author is asked. Nothing is blocked."""

from typing import Any

import pytest

from equity_tracker.model.hints import hints_for
from equity_tracker.model.vocabulary import DETERMINANTS, DISTRIBUTIONS, LEVELS
from tests.model.test_vocabulary import PHRASES_THAT_BLAME

# Determinant by level: the hint (x) appears where the action is on individuals, and nowhere else.
#                       treatment behaviour circumstances community conditions structural
TABLE = """
money                       x         x           .           .         .          .
work                        x         x           .           .         .          .
housing                     x         x           .           .         .          .
education_skills            x         x           .           .         .          .
surroundings                x         x           .           .         .          .
food                        x         x           .           .         .          .
transport                   x         x           .           .         .          .
relationships               x         x           .           .         .          .
early_years                 x         x           .           .         .          .
discrimination              x         x           .           .         .          .
climate_environment         x         x           .           .         .          .
commercial                  x         x           .           .         .          .
"""
ROWS = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}
CELLS = [
    (determinant, level, mark == "x")
    for determinant, marks in ROWS.items()
    for level, mark in zip(LEVELS.slugs, marks, strict=True)
]


def slugs(**promise: Any) -> set[str]:
    return {hint.slug for hint in hints_for(promise)}


def test_the_table_has_every_determinant_and_level() -> None:
    assert tuple(ROWS) == DETERMINANTS.slugs
    assert len(CELLS) == 12 * 6


@pytest.mark.parametrize(("determinant", "level", "expected"), CELLS)
def test_a_determinant_and_an_action_on_individuals_pull_apart(
    determinant: str, level: str, expected: bool
) -> None:
    assert ("mismatch" in slugs(determinants=[determinant], level=level)) is expected


@pytest.mark.parametrize("level", [None, *LEVELS.slugs])
def test_without_a_determinant_nothing_pulls_apart(level: str | None) -> None:
    assert "mismatch" not in slugs(determinants=[], level=level)
    assert "mismatch" not in slugs(level=level)


def test_without_a_level_nothing_pulls_apart_yet() -> None:
    assert "mismatch" not in slugs(determinants=["housing", "work"])


def test_the_hint_names_what_it_is_about() -> None:
    [hint] = hints_for({"determinants": ["housing", "money"], "level": "behaviour"})
    assert "“Housing” and “Money and resources”" in hint.why
    assert "level of behaviour" in hint.why
    assert hint.question.endswith("?")


def test_healthy_eating_sessions_in_schools_get_the_hint_and_a_rule_on_uniforms_does_not() -> None:
    sessions = {"determinants": ["education_skills"], "level": "behaviour", "setting": "Schools"}
    uniforms = sessions | {"level": "conditions", "how_it_works": "Governors decide on the uniform."}
    assert slugs(**sessions) == {"mismatch"}
    assert slugs(**uniforms) == set()


@pytest.mark.parametrize("distribution", [None, *DISTRIBUTIONS.slugs])
def test_only_targeting_opens_the_question_how_the_inequality_shrinks(distribution: str | None) -> None:
    is_targeted = distribution in {"targeted_place", "targeted_group"}
    assert ("targeting" in slugs(distribution=distribution)) is is_targeted
    assert "targeting" not in slugs(distribution=distribution, how_inequality_shrinks="Rents fall for all.")


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        (None, False),
        ("none", False),
        ("informed", False),
        ("consulted", False),
        ("involved", False),
        ("shared", True),
        ("community_led", True),
    ],
)
def test_power_without_a_named_body_is_claimed_and_not_evidenced(power: str | None, expected: bool) -> None:
    [*found] = hints_for({"decision_power": power})
    assert [hint.title for hint in found] == (["Claimed, not evidenced"] if expected else [])
    assert slugs(decision_power=power, decision_body="Residents' panel") == set()


@pytest.mark.parametrize("level", LEVELS.slugs)
def test_action_on_conditions_names_who_decides_them(level: str) -> None:
    acts_on_conditions = level in {"conditions", "structural"}
    assert ("no_decider" in slugs(level=level)) is acts_on_conditions
    assert ("no_decider" in slugs(level=level, how_it_works="Air gets better.")) is acts_on_conditions
    assert "no_decider" not in slugs(level=level, how_it_works="The council decides on zones.")


@pytest.mark.parametrize(
    "how_it_works",
    [
        "The board decides what its contracts require.",
        "We write the service specification.",
        "The faculty sets the exam.",
        "The panel holds the decision and the budget.",
        "The five colleges approve training places.",
        "Employers decide on contracts, in agreement with us.",
        "The landlord owns the flats and signs the order.",
    ],
)
def test_there_are_many_ways_to_say_who_decides(how_it_works: str) -> None:
    assert "no_decider" not in slugs(level="conditions", how_it_works=how_it_works)


@pytest.mark.parametrize(
    "how_it_works",
    [
        "Families will breathe better air.",
        "A new setting for payments in Ownsby.",
        "People will feel better.",
    ],
)
def test_a_word_that_only_looks_like_deciding_says_nothing_of_who_decides(how_it_works: str) -> None:
    assert "no_decider" in slugs(level="conditions", how_it_works=how_it_works)


def test_an_empty_promise_gets_no_hint() -> None:
    assert slugs() == set()


def test_a_hint_asks_and_does_not_blame() -> None:
    everything = [
        *hints_for({"determinants": list(DETERMINANTS.slugs), "level": "treatment"}),
        *hints_for({"level": "structural", "distribution": "targeted_place", "decision_power": "shared"}),
    ]
    assert len(everything) == 4
    for hint in everything:
        assert hint.question.endswith("?")
        assert hint.why.endswith(".")
        assert not PHRASES_THAT_BLAME.search(f"{hint.title} {hint.why} {hint.question}")
