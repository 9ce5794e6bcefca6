"""The small chart of a measure: it says what it shows, needs no colour, and keeps its words apart."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from equity_tracker.model.measure import Direction, Measure, MeasureKind
from equity_tracker.model.people import User
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.told_measure import told_measures
from equity_tracker.web.charts import measure_chart
from tests.conftest import NOW
from tests.support.factories.measure import make_measure

SVG = "{http://www.w3.org/2000/svg}"
RUST = "#b44d12"
WIDTH = 288


def draw(measure: Measure) -> ET.Element:
    [told] = told_measures({"measures": [measure_payload(measure)]})
    drawn = measure_chart(told, id_prefix="m")
    assert drawn is not None
    return ET.fromstring(str(drawn))  # noqa: S314  # our own markup


def words(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def spoken(picture: ET.Element) -> str:
    return "".join(picture.find(f"{SVG}desc").itertext())  # type: ignore[union-attr]  # each has one


def test_baseline_target_and_latest_reading_are_labelled_directly() -> None:
    found = words(draw(make_measure(baseline=0, target=9, readings=[1, 2])))
    assert found[:6] == ["9", "target", "2", "Mar 2026", "0", "baseline"]
    assert found[6:] == ["Mar 2025", "Mar 2028"]


def test_it_says_in_words_all_that_it_shows() -> None:
    picture = draw(make_measure(baseline=0, target=9, readings=[1, 2]))
    assert spoken(picture) == (
        "Baseline: 0 contracts, 31 March 2025; Target: 9 contracts by 31 March 2028;"
        " 23 March 2026: 1 contract; 30 March 2026: 2 contracts."
    )
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "m-title"


@pytest.mark.parametrize("number", [0, 1, 2, 40])
def test_any_number_of_readings_stays_inside_the_picture(number: int) -> None:
    picture = draw(make_measure(readings=list(range(number))))
    height = float(str(picture.get("viewBox")).split()[3])
    for dot in picture.iter(f"{SVG}circle"):
        assert 0 < float(dot.get("cx", 0)) < WIDTH
        assert 0 < float(dot.get("cy", 0)) < height
    assert len(list(picture.iter(f"{SVG}circle"))) == (1 if number == 40 else number)


def test_getting_worse_than_the_baseline_ends_in_a_rust_diamond() -> None:
    worse = draw(make_measure(baseline=16, target=0, readings=[18], direction=Direction.DOWN))
    better = draw(make_measure(baseline=16, target=0, readings=[12], direction=Direction.DOWN))
    assert [path.get("fill") for path in worse.iter(f"{SVG}path")].count(RUST) == 1
    assert RUST not in ET.tostring(better, "unicode")


@pytest.mark.parametrize("readings", [[], [5], [9], [9, 9]])
@pytest.mark.parametrize("baseline", [None, 9])
def test_labels_never_run_into_each_other(readings: list[int], baseline: int | None) -> None:
    if baseline is None and not readings:
        return
    picture = draw(make_measure(baseline=baseline, target=9, readings=readings))
    beside = [text for text in picture.iter(f"{SVG}text") if float(text.get("x", 0)) > 180]
    heights = sorted(float(text.get("y", 0)) for text in beside)
    assert all(after - before >= 13 for before, after in pairwise(heights))


def test_a_small_number_is_drawn_at_one_height_and_joined_to_nothing() -> None:
    people = {"counts_people": True, "unit": "people"}
    low, high = (draw(make_measure(baseline=30, readings=[20, small, 25], **people)) for small in (1, 5))
    assert ET.tostring(low) == ET.tostring(high)
    assert "fewer than 6" in spoken(low)


def test_a_moved_target_keeps_its_first_height() -> None:
    measure = make_measure(baseline=0, target=9, readings=[2])
    measure.revise_target(
        Decimal(6),
        None,
        None,
        reason="Three ended",
        who=User(name="Cora"),
        today=NOW.date() - timedelta(days=1),
    )
    assert "target, was 9" in words(draw(measure))


def test_long_names_and_long_steps_stay_inside() -> None:
    steps = [
        "Refused by everybody who was asked about it",
        "Agreed and signed by all of the parties",
        "Z" * 90,
    ]
    measure = make_measure(
        kind=MeasureKind.SCALE, scale=steps, unit=None, name="<i>" * 60, baseline=1, target=3, readings=[2]
    )
    picture = draw(measure)
    assert all(len(text) < 30 for text in words(picture))
    assert steps[1] in spoken(picture)


def test_words_and_nothing_measured_have_no_chart() -> None:
    for measure in (
        make_measure(kind=MeasureKind.TEXT, baseline=None, target=None),
        make_measure(baseline=None),
    ):
        [told] = told_measures({"measures": [measure_payload(measure)]})
        assert measure_chart(told, id_prefix="m") is None


def test_a_baseline_without_a_day_is_a_line() -> None:
    picture = draw(make_measure(baseline=4, baseline_on=None, target=None))
    assert "baseline" in words(picture)
    assert date(2025, 3, 31).strftime("%Y") not in words(picture)
