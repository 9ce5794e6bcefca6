"""Whether two names mean the same organisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.imports.names import KnownName, MatchOutcome, NameIndex, fold_name

DEVON = KnownName("devon", "NHS Devon Integrated Care Board", codes=("QJK", "E54000037"))
NEW = KnownName("smt", "Somerset Council", aliases=("Somerset",), codes=("E06000066",))
OLD = KnownName(
    "som", "Somerset County Council", aliases=("Somerset",), codes=("E10000027",), is_current=False
)
COLLEGE = KnownName("rcp", "Royal College of Physicians", aliases=("RCP",))
INDEX = NameIndex([DEVON, NEW, OLD, COLLEGE])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NHS Devon ICB", "Devon Integrated Care Board"),
        ("NHS DEVON INTEGRATED CARE BOARD", "nhs devon icb"),
        ("Brighton & Hove City Council", "Brighton and Hove City Council"),
        ("The Royal College of Physicians", "Royal\u00a0College of  Physicians"),
        ("King’s College", "King's College"),
        ("Sir Ynys Môn", "Sir Ynys Mon"),
        ("Cafe\u0301 Trust", "Café Trust"),
    ],
)
def test_two_ways_of_writing_a_name_fold_to_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Somerset Council", "Somerset County Council"),
        ("North Dorset", "Dorset"),
        ("NHS England", "England"),
        ("Faculty of Public Health", "Faculty of Public Health Medicine"),
    ],
)
def test_two_bodies_are_not_folded_into_one(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(st.text())
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


def test_a_code_is_believed_before_the_name() -> None:
    assert INDEX.match("Some other name", "qjk ").key == "devon"
    assert INDEX.match("Devon ICB", "unknown code").key == "devon"


def test_a_name_or_an_alias_finds_its_organisation() -> None:
    assert INDEX.match("SOMERSET COUNCIL").key == "smt"
    assert INDEX.match("rcp").key == "rcp"


def test_a_name_that_two_bodies_share_must_be_asked_about() -> None:
    match = INDEX.match("Somerset")
    assert (match.outcome, match.key, match.candidates) == (MatchOutcome.ASK, None, (NEW, OLD))
    assert match.reason == '"Somerset" could be more than one organisation'


def test_a_body_that_has_ended_must_be_asked_about() -> None:
    match = INDEX.match("Somerset County Council")
    assert (match.outcome, match.candidates) == (MatchOutcome.ASK, (OLD,))
    assert match.reason == "Somerset County Council has ended: say whether it or its successor is meant"


def test_a_name_that_is_nearly_right_is_suggested_and_not_taken() -> None:
    match = INDEX.match("Royal College of Physician")
    assert (match.outcome, match.key, match.candidates) == (MatchOutcome.ASK, None, (COLLEGE,))


@pytest.mark.parametrize("name", ["Alder Alliance", "Royal College of Surgeons", "", "  "])
def test_a_name_that_nobody_has_is_unknown(name: str) -> None:
    assert INDEX.match(name).outcome is MatchOutcome.UNKNOWN
