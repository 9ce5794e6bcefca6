"""What is told of a measure: old and new publications alike, and small numbers of people never."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.measure import Direction, Measure, MeasureKind
from equity_tracker.model.progress import HIDDEN, SAME_AS_BASELINE
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.told_measure import told_measures
from equity_tracker.web.charts import measure_chart
from tests.model.measures import numeric, read, told

PEOPLE = {"counts_people": True, "unit": "people", "name": "People who started"}


def test_a_measure_is_told_with_its_progress() -> None:
    found = told(numeric(baseline=0, target=300, readings=(22, 91)))
    assert found.baseline_words == "0 homes, 31 May 2025"
    assert found.target is not None
    assert found.target.sentence == "300 homes by 31 March 2027"
    assert [row.text for row in found.readings] == ["22 homes", "91 homes"]
    assert found.progress == "30% of the way from the baseline to the target."


def test_what_is_missing_is_said() -> None:
    found = told(numeric(baseline=None, readings=(5,), baseline_by=date(2026, 12, 31)))
    assert found.baseline_words == "Not known yet; promised by 31 December 2026"
    assert found.progress == "Progress cannot be told without a baseline."
    assert told(numeric(target=None)).progress == "Progress cannot be told without a target and a reading."
    assert told(numeric(baseline=7, target=7, readings=(7,))).progress == SAME_AS_BASELINE


def test_a_target_below_the_baseline_needs_no_other_formula() -> None:
    found = told(numeric(baseline=16, target=0, readings=(12,), direction=Direction.DOWN))
    assert found.progress == "25% of the way from the baseline to the target."


def test_a_step_on_a_scale_is_told_in_its_words_and_has_no_percentage() -> None:
    steps = ["Refused", "Talks", "Agreed", "Signed"]
    found = told(numeric(1, 4, (2, 3), kind=MeasureKind.SCALE, scale=steps, unit=None))
    assert [row.text for row in found.readings] == ["Talks", "Agreed"]
    assert (found.baseline_words, found.progress) == ("Refused, 31 May 2025", "")


def test_a_corrected_reading_is_told_with_what_replaced_it() -> None:
    measure = numeric(readings=(12, 19))
    read(measure, 21, date(2026, 9, 16), replaces=measure.readings[1], note="Two were left out.")
    found = told(measure)
    assert [row.text for row in found.readings] == ["12 homes", "21 homes"]
    assert [row.is_replaced for row in found.all_readings] == [False, True, False]
    assert found.all_readings[2].replaces == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("payload", "told_as"),
    [
        ({}, []),
        ({"measure": None, "baseline": None, "baseline_by": None}, []),
        ({"measure": "Contracts", "baseline": "0 of 9"}, [("Contracts", "0 of 9")]),
        ({"measure": None, "baseline": "0 of 9"}, [("Starting point", "0 of 9")]),
        (
            {"measure": "Contracts", "baseline": None, "baseline_by": "2026-12-31"},
            [("Contracts", "Not known yet; promised by 31 December 2026")],
        ),
        ({"measure": "x" * 300, "baseline": None}, [("x" * 200, "Not stated")]),
    ],
)
def test_publications_of_before_are_read_by_their_texts(
    payload: dict[str, str | None], told_as: list[tuple[str, str]]
) -> None:
    assert [(found.name, found.baseline_words) for found in told_measures(payload)] == told_as


def test_a_small_number_of_people_is_told_as_such_and_shown_inside() -> None:
    measure = numeric(baseline=4, target=100, readings=(17,), **PEOPLE)
    outside, inside = told(measure), told(measure, hides_small=False)
    assert outside.baseline_words == "fewer than 6 people, 31 May 2025"
    assert (outside.progress, outside.share) == (HIDDEN, None)
    assert inside.baseline_words == "4 people, 31 May 2025"
    assert inside.progress == "14% of the way from the baseline to the target."


def test_progress_is_told_when_only_a_reading_in_between_is_hidden() -> None:
    found = told(numeric(baseline=10, target=100, readings=(5, 55), **PEOPLE))
    assert found.hides_numbers
    assert found.progress == "50% of the way from the baseline to the target."


def test_percentages_and_things_are_no_people() -> None:
    assert told(numeric(baseline=4, unit="%", counts_people=True)).baseline_words == "4%, 31 May 2025"
    assert told(numeric(baseline=4)).baseline_words == "4 homes, 31 May 2025"


small = st.integers(0, 5)
any_number = st.integers(0, 400)


@given(baseline=any_number, readings=st.lists(any_number, max_size=6), target=st.integers(6, 400))
def test_every_number_of_people_below_six_is_hidden_and_only_those(
    baseline: int, readings: list[int], target: int
) -> None:
    found = told(numeric(baseline, target, tuple(readings), **PEOPLE))
    figures = [found.baseline, *found.all_readings]
    numbers = [baseline, *readings]
    assert [figure.is_small for figure in figures if figure] == [number < 6 for number in numbers]
    assert [figure.value for figure in figures if figure] == [
        Decimal(number) if number >= 6 else None for number in numbers
    ]


@given(
    hidden=st.tuples(small, small),
    shown=st.lists(st.integers(6, 400), max_size=4),
    at=st.integers(0, 4),
    target=st.integers(0, 400),
    in_the_baseline=st.booleans(),
)
def test_nothing_that_is_published_differs_with_a_hidden_number(
    hidden: tuple[int, int], shown: list[int], at: int, target: int, in_the_baseline: bool
) -> None:
    """Neither the payload, nor the words, nor a percentage, nor where anything is drawn."""
    one, other = (
        _published(_people(number, shown, at, target, in_the_baseline=in_the_baseline)) for number in hidden
    )
    assert one == other


def _people(number: int, shown: list[int], at: int, target: int, *, in_the_baseline: bool) -> Measure:
    readings = list(shown)
    if not in_the_baseline:
        readings.insert(at, number)
    return numeric(
        number if in_the_baseline else 50, target, tuple(readings), **PEOPLE, public_id="bcdfghjkmnpq"
    )


def _published(measure: Measure) -> tuple[object, ...]:
    found = told(measure)
    chart = measure_chart(found, id_prefix="m")
    return json.dumps(measure_payload(measure)), found, found.progress, found.share, str(chart)
