"""The words of the register: each is defined and sourced, and none is lost when it is retired."""

import dataclasses
import re

import pytest

from equity_tracker.model import vocabulary
from equity_tracker.model.vocabulary import (
    ALL,
    DECISION_POWERS,
    DELIVERIES,
    DOMAINS,
    GLOSSARY,
    INEQUALITIES,
    LEVELS,
    NOT_STATED,
    OUR_WORDING,
    OUTLOOKS,
    PROFESSIONS,
    RECOMMENDATION_AREAS,
    SYSTEM_CODES,
    THEME_DIRECTIONS,
    Term,
    Vocabulary,
    read_vocabularies,
)

EVERY_TERM = [
    pytest.param(term, id=f"{words.name}.{term.slug}") for words in ALL.values() for term in words.terms
]

# Phrases that place a cause in people, label them, or belittle a place. The glossary may quote such
# words as the name of a source; its own definitions do without them.
PHRASES_THAT_BLAME = re.compile(
    r"\b(lifestyles?|unhealthy behaviours?|healthier choices|take (more )?responsibility"
    r"|raise awareness|health literacy|leaflets?|vulnerable|at-risk groups?|high-risk populations?"
    r"|hard[ -]to[ -](reach|engage)|non-compliant|the (poor|homeless|deprived)|addicts"
    r"|deprived areas?|problem estates?|left behind|hotspots?|worst off|inevitable|doomed"
    r"|cycle of poverty|will benefit deprived)\b",
    re.IGNORECASE,
)

ONE_RETIRED_TERM = """
[sources.study]
citation = "A study, 2020"
url = "https://example.org/study"

[colours]
title = "Colours"
about = "For this test."

[colours.terms.teal]
label = "Teal"
definition = "Between blue and green."

[colours.terms.puce]
label = "Puce"
definition = "No longer offered."
source = "study"
source_note = "names it"
since = "1"
retired = "2"
parent = "teal"
"""


def a_term(slug: str) -> Term:
    return Term(slug=slug, label=slug.title(), definition="For this test.")


@pytest.mark.parametrize("term", EVERY_TERM)
def test_every_term_has_a_label_a_definition_and_a_source(term: Term) -> None:
    assert term.label.strip() == term.label != ""
    assert term.definition.endswith(".")
    assert term.source == OUR_WORDING or term.source_url.startswith("https://")
    assert term.since == "1"
    assert term.short_label


@pytest.mark.parametrize("term", EVERY_TERM)
def test_no_definition_uses_a_phrase_that_blames_people_or_places(term: Term) -> None:
    own_words = f"{term.label} {term.definition} {term.example}"
    assert PHRASES_THAT_BLAME.search(own_words) is None


@pytest.mark.parametrize("term", EVERY_TERM)
def test_a_slug_is_lower_case_words_joined_by_underscores(term: Term) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", term.slug)


def test_no_vocabulary_has_two_terms_with_the_same_label() -> None:
    for words in ALL.values():
        labels = [term.label for term in words.terms]
        assert len(labels) == len(set(labels)), words.name


def test_the_glossary_holds_every_vocabulary_once_and_each_says_what_it_is() -> None:
    assert [words.name for words in GLOSSARY] == list(ALL)
    assert all(words.title and words.about.endswith((".", "?")) for words in GLOSSARY)


def test_every_vocabulary_of_the_data_file_has_a_name_in_the_module() -> None:
    for name, words in ALL.items():
        assert getattr(vocabulary, name.upper()) is words


def test_levels_run_from_treatment_to_structural() -> None:
    assert [(term.number, term.slug) for term in LEVELS] == [
        (0, "treatment"),
        (1, "behaviour"),
        (2, "circumstances"),
        (3, "community"),
        (4, "conditions"),
        (5, "structural"),
    ]


@pytest.mark.parametrize("words", [LEVELS, DECISION_POWERS], ids=lambda words: words.name)
def test_an_ordered_vocabulary_is_numbered_from_nought_without_a_gap(words: Vocabulary) -> None:
    assert [term.number for term in words] == list(range(len(words)))
    assert all(words.numbered(term.number) is term for term in words if term.number is not None)


def test_a_number_that_no_term_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        LEVELS.numbered(6)


def test_every_recommendation_area_but_other_belongs_to_a_domain() -> None:
    assert {area.slug for area in RECOMMENDATION_AREAS if area.parent not in DOMAINS} == {"other"}
    assert all(RECOMMENDATION_AREAS.under(domain.slug) for domain in DOMAINS)


def test_every_parent_is_a_term_that_exists() -> None:
    assert all(code.parent in THEME_DIRECTIONS for code in SYSTEM_CODES)
    assert all(term.parent in PROFESSIONS for term in PROFESSIONS if term.parent)


def test_what_individuals_do_is_a_level_and_never_a_determinant() -> None:
    assert "behaviour" in LEVELS
    assert not {"behaviour", "healthcare_access"} & set(vocabulary.DETERMINANTS.slugs)


def test_too_early_to_say_is_an_outlook_like_any_other() -> None:
    assert OUTLOOKS.slugs == ("on_track", "at_risk", "off_track", "too_early", "not_assessable")


def test_what_was_not_stated_reads_as_such_in_every_vocabulary() -> None:
    assert {words.label(NOT_STATED) for words in ALL.values()} == {"Not stated"}
    assert INEQUALITIES.label(None) == "Not stated"


def test_an_unknown_slug_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(KeyError):
        DELIVERIES.get("finished")
    with pytest.raises(KeyError):
        DELIVERIES.label("finished")
    assert "finished" not in DELIVERIES


def test_a_retired_term_is_no_longer_offered_and_stays_readable() -> None:
    colours = read_vocabularies(ONE_RETIRED_TERM)["colours"]

    assert colours.choices() == [("teal", "Teal")]
    assert colours.under("teal") == ()
    assert colours.label("puce") == "Puce"
    assert "puce" in colours
    assert colours.slugs == ("teal", "puce")


def test_a_source_is_printed_with_what_exactly_it_says() -> None:
    puce = read_vocabularies(ONE_RETIRED_TERM)["colours"].get("puce")

    assert puce.source == "A study, 2020 (names it)"
    assert puce.source_url == "https://example.org/study"


def test_a_source_that_is_not_listed_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_vocabularies(ONE_RETIRED_TERM.replace("[sources.study]", "[sources.another]"))


def test_two_terms_may_not_share_a_slug() -> None:
    with pytest.raises(ValueError, match="colours"):
        Vocabulary("colours", "Colours", "For this test.", (a_term("teal"), a_term("teal")))


def test_a_term_cannot_be_changed_by_those_who_read_it() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DOMAINS.get("education").label = "Schooling"  # type: ignore[misc]
