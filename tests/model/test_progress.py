"""How far a measure has come: one formula for both directions, and nothing made up."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equity_tracker.model.progress import for_drawing, progress, progress_words, what_is_missing

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
missing = st.none() | numbers


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share", "words"),
    [
        (0, 300, 91, "0.3033333333333333333333333333", "30% of the way from the baseline to the target."),
        (43, 3, 23, "0.5", "50% of the way from the baseline to the target."),
        (9, 20, 8, "-0.09090909090909090909090909091", "Further from the target than where it started: −9%"),
        (16, 0, 20, "-0.25", "Further from the target than where it started: −25%"),
        (10, 20, 20, "1", "The target is reached: 100% of the way."),
        (10, 20, 25, "1.5", "Beyond the target: 150% of the way."),
        (10, 20, 10, "0", "Where it started: 0% of the way to the target."),
        (0, 1000, 999, "0.999", "more than 99% of the way"),
        (0, 1000, 1, "0.001", "less than 1% of the way"),
        (0, 1000, 1001, "1.001", "Beyond the target: just over 100% of the way."),
        (0, 1000, -1, "-0.001", "less than −1% of the way"),
    ],
)
def test_progress_in_numbers_and_words(
    baseline: int, target: int, value: int, share: str, words: str
) -> None:
    found = progress(Decimal(baseline), Decimal(target), Decimal(value))
    assert found == Decimal(share)
    assert words in progress_words(found)


def test_a_target_that_is_where_it_started_divides_by_nothing() -> None:
    assert progress(Decimal(5), Decimal(5), Decimal(7)) is None


@given(missing, missing, missing)
def test_what_is_missing_stays_missing(
    baseline: Decimal | None, target: Decimal | None, value: Decimal | None
) -> None:
    found = progress(baseline, target, value)
    is_told = None not in {baseline, target, value} and baseline != target
    assert (found is not None) == is_told


@given(numbers, numbers)
def test_the_baseline_is_nothing_and_the_target_is_all_of_the_way(baseline: Decimal, target: Decimal) -> None:
    assume(baseline != target)
    assert progress(baseline, target, baseline) == 0
    assert progress(baseline, target, target) == 1


@given(numbers, numbers, numbers, numbers)
def test_nearer_to_the_target_is_further_on_the_way_whichever_way_is_better(
    baseline: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(baseline != target)
    first, second = progress(baseline, target, one), progress(baseline, target, other)
    assert first is not None
    assert second is not None
    nearer = one <= other if target > baseline else one >= other
    assert (first <= second) == nearer or first == second


@given(numbers, numbers, numbers)
def test_turning_the_direction_round_changes_nothing(
    baseline: Decimal, target: Decimal, value: Decimal
) -> None:
    assert progress(baseline, target, value) == progress(-baseline, -target, -value)


@given(numbers, numbers, numbers)
def test_words_tell_regress_and_overshoot_and_only_the_drawing_is_clamped(
    baseline: Decimal, target: Decimal, value: Decimal
) -> None:
    share = progress(baseline, target, value)
    assume(share is not None)
    assert share is not None
    words = progress_words(share)
    assert ("Further from the target" in words) == (share < 0)
    assert ("Beyond the target" in words) == (share > 1)
    assert ("100%" in words and "just over" not in words) <= (share >= 1)
    assert 0 <= for_drawing(share) <= 1
    assert "E+" not in words


def test_it_says_which_figure_is_missing() -> None:
    assert what_is_missing(has_baseline=True, has_target=True, has_reading=True) == ""
    told = what_is_missing(has_baseline=False, has_target=True, has_reading=False)
    assert told == "Progress cannot be told without a baseline and a reading."
