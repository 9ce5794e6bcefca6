"""One step up: something kind and possible for every domain and level, from wherever one stands."""

import re

import pytest

from equity_tracker.model.one_step_up import ALL, one_step_up, read_suggestions
from equity_tracker.model.vocabulary import DOMAINS, LEVELS, REACHES
from tests.model.test_vocabulary import PHRASES_THAT_BLAME

PLACES = [(domain, level) for domain in DOMAINS.slugs for level in LEVELS.slugs]
TEXTS = [each.text for place in PLACES for each in ALL[place]]
# A verb without an object or a date tells nobody what to do.
VAGUE = re.compile(r"\b(support|promote|explore|champion|work towards|encourage|signpost)\b", re.IGNORECASE)


@pytest.mark.parametrize("place", PLACES, ids="/".join)
def test_every_domain_has_a_suggestion_for_every_level(place: tuple[str, str]) -> None:
    assert one_step_up(*place, None)


def test_the_file_has_no_other_place() -> None:
    assert set(ALL) == set(PLACES)


@pytest.mark.parametrize("domain", DOMAINS.slugs)
def test_each_domain_has_something_for_those_who_decide_take_part_or_ask(domain: str) -> None:
    assert {each.reach for level in LEVELS.slugs for each in ALL[domain, level]} == set(REACHES.slugs)


@pytest.mark.parametrize("domain", DOMAINS.slugs)
def test_at_the_highest_level_it_says_what_keeps_it_going(domain: str) -> None:
    assert any(each.text.startswith("What keeps it going: ") for each in ALL[domain, "structural"])


@pytest.mark.parametrize("text", TEXTS)
def test_a_suggestion_is_a_possible_step_and_no_order(text: str) -> None:
    assert "you could" in text.lower() or text.startswith("What keeps it going: ")
    assert text.endswith(".")
    assert PHRASES_THAT_BLAME.search(text) is None
    assert VAGUE.search(text) is None


def test_no_suggestion_stands_twice() -> None:
    assert len(set(TEXTS)) == len(TEXTS)


@pytest.mark.parametrize("reach", REACHES.slugs)
def test_what_lies_within_ones_reach_comes_first_and_nothing_is_left_out(reach: str) -> None:
    for domain, level in PLACES:
        found = one_step_up(domain, level, reach)
        assert set(found) == set(ALL[domain, level])
        has_it = any(each.reach == reach for each in found)
        assert not has_it or found[0].reach == reach


@pytest.mark.parametrize(("domain", "level"), [(None, None), ("education", None), (None, "conditions")])
def test_nothing_is_suggested_before_domain_and_level_are_chosen(
    domain: str | None, level: str | None
) -> None:
    assert one_step_up(domain, level, "control") == ()


@pytest.mark.parametrize(
    "text",
    [
        '[schooling.treatment]\ncontrol = "You could."',
        '[education.cure]\ncontrol = "You could."',
        '[education.treatment]\npower = "You could."',
    ],
)
def test_a_word_that_the_vocabulary_does_not_have_is_an_error(text: str) -> None:
    with pytest.raises(KeyError):
        read_suggestions(text)
