"""The language advisor on texts that nobody would write: it never fails, shows more or slows down."""

import sys
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.language import (
    LONGEST_PHRASE,
    MOST_PHRASES,
    MOST_PROMPTS,
    Context,
    advise,
    fold_phrase,
)
from equity_tracker.model.language_phrases import BadPhrase, read_phrase
from equity_tracker.model.language_rules import read_rules
from equity_tracker.model.language_text import read

# What phrases, guards, names, quotations and sentences are made of.
PIECES = st.sampled_from(
    [
        *"hard to reach vulnerable people Lifestyle lifestyles the poor tackle inequalities not".split(),
        *"upstream rather than support DNAs self-care educate parents encourage Service 20 ’s but is".split(),
        *". ; , “ ” ‘ ’ ' \" « » - – • \u00ad".split(),
        "\n",
        "\n\n",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(PIECES, max_size=80).map(" ".join), st.lists(PIECES).map("".join)
)


@given(TEXTS)
def test_any_text_gets_at_most_three_different_prompts_about_its_own_words(text: str) -> None:
    prompts = advise(text)
    assert len(prompts) <= MOST_PROMPTS
    assert len({prompt.id for prompt in prompts}) == len(prompts)
    words = " ".join(read(text).words)
    for prompt in prompts:
        assert 1 <= len(prompt.phrases) <= MOST_PHRASES
        assert all(0 < len(phrase) <= LONGEST_PHRASE for phrase in prompt.phrases)
        assert all(fold_phrase(phrase) in words for phrase in prompt.phrases)


@given(TEXTS)
def test_the_same_text_is_read_the_same_way_every_time(text: str) -> None:
    copy = str(text)
    assert advise(text) == advise(copy)
    assert text == copy


@given(TEXTS)
def test_what_was_dismissed_does_not_come_back_and_the_text_goes_quiet_in_the_end(text: str) -> None:
    dismissed: frozenset[tuple[str, str]] = frozenset()
    for _ in range(200):
        prompts = advise(text, Context(dismissed=dismissed))
        if not prompts:
            break
        shown = {(prompt.id, fold_phrase(phrase)) for prompt in prompts for phrase in prompt.phrases}
        assert dismissed.isdisjoint(shown)
        dismissed |= shown
    else:
        pytest.fail("there was always another prompt")


HOSTILE = [
    "vulnerable ",
    "hard to ",
    "encourage our our our people ",
    "die because of where ",
    "x",
    "'",
    '"',
    "“",
    "”",
    "‘a ",
    "\n",
    "\n ",
    ". ",
    "- ",
    "not ",
    "The Big ",
    "of The ",
    "lifestyle",
    "lifestyle, ",
    "educate the the the the ",
    "\u0301",
    "rather than ",
    "the poor ",
    "1 ",
    "in|for ",
    "İ",
    "ﷺ ",
    "take take take responsibility ",
    "\u00ad",
    "a’",
    "self-care and ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    text = piece * (5_000 // len(piece))
    once, twice = _calls(text), _calls(text * 2)
    assert twice <= 2.1 * once + 500


def _calls(text: str) -> int:
    """Count the calls made while a text is read: work that is the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        advise(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "must begin with a word"),
        ("...2 people", "must begin with a word"),
        ("the? people", "must begin with a word"),
        ("tackle <nobody>", "which is not in [words]"),
        ("tackle (people)", "which is not a word"),
        ("tackle ...9 people", "from 1 to 6"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused_with_a_sentence(written: str, said: str) -> None:
    with pytest.raises(BadPhrase) as refused:
        read_phrase("L1", written, {"people": ["people"]})
    assert said in str(refused.value)


EDITED = """
most_specific_first = "L1"
[words]
after_a_noun = "and"
of_a_name = "team"
[phrases]
action = ["pay"]
determinant = ["damp"]
testable = ["june"]
contrast = ["not: 2"]
denied = ["is not"]
[families.L1]
title = "A test"
finds = ["kettle*"]
why = "Because."
question = "Why?"
sources = ["ours"]
[sources.ours]
citation = "Ours"
url = "https://example.org"
"""
NO_SOURCES = "[sources]\n"


def test_the_rules_are_the_file_and_nothing_else() -> None:
    rules = read_rules(EDITED, NO_SOURCES)
    assert [prompt.id for prompt in advise("Kettles for all, not for hard to reach kettle", rules=rules)] == [
        "L1"
    ]
    assert advise("hard to reach", rules=rules) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"L1"', '"L1 L2"'),
        ("why =", "wyh ="),
        ("denied =", "deneid ="),
        ('question = "Why?"', 'question = "Why?"\nunless = ["luck"]'),
    ],
)
def test_a_slip_in_the_file_is_noticed_when_it_is_read(before: str, after: str) -> None:
    with pytest.raises((BadPhrase, KeyError)):
        read_rules(EDITED.replace(before, after), NO_SOURCES)
