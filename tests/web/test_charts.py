import re
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from markupsafe import Markup

from equity_tracker.model.status import Tone
from equity_tracker.web import charts
from equity_tracker.web.charts import (
    LevelPoint,
    MilestoneMark,
    Part,
    level_line,
    shade,
    stacked_bar,
    time_bar,
    time_used,
)

SVG = "{http://www.w3.org/2000/svg}"
OUTLOOKS = [
    Part("Complete", 9, Tone.DONE),
    Part("On track", 21, Tone.GOOD),
    Part("At risk", 8, Tone.WARN),
    Part("Off track", 4, Tone.BAD),
    Part("Too early to say", 7, Tone.NONE),
]
START, END, TODAY = date(2026, 3, 4), date(2028, 3, 31), date(2027, 9, 29)
MILESTONES = [
    MilestoneMark("Clause agreed", date(2026, 9, 30), is_met=True),
    MilestoneMark("First contract", date(2027, 3, 2), is_met=False),
]
LEVELS = [
    LevelPoint("Mar 26", 4),
    LevelPoint("Sep 26", None),
    LevelPoint("Mar 27", 4),
    LevelPoint("Sep 27", 2),
]
NASTY = """<script>alert("1")</script> & 'x' " onload="y"""


def pictures(drawn: Markup) -> list[ET.Element]:
    return list(ET.fromstring(f"<div>{drawn}</div>"))  # noqa: S314  # our own markup


def words(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def boxes(picture: ET.Element, tag: str = "rect") -> list[tuple[float, float]]:
    found = [(float(box.get("x", 0)), float(box.get("width", 0))) for box in picture.iter(f"{SVG}{tag}")]
    return [(left, left + width) for left, width in found]


CHARTS: dict[str, Callable[[str], Markup]] = {
    "stacked bar": lambda text: stacked_bar(
        [Part(text, 3, Tone.GOOD)], title=text, description=text, id_prefix="a"
    ),
    "stacked bar in rows": lambda text: stacked_bar(
        [Part(text * 20, 3, Tone.GOOD)], title=text, id_prefix="a"
    ),
    "time bar": lambda text: time_bar(
        START, END, TODAY, [MilestoneMark(text, TODAY, is_met=True)], id_prefix="a"
    ),
    "level line": lambda text: level_line([LevelPoint(text, 3)], title=text, description=text, id_prefix="a"),
}


@pytest.mark.parametrize("chart", CHARTS)
def test_every_picture_says_in_words_what_it_shows(chart: str) -> None:
    for picture in pictures(CHARTS[chart]("Reported")):
        title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert picture.get("role") == "img"
        assert title is not None
        assert description is not None
        assert title.text
        assert description.text
        assert picture.get("aria-labelledby") == title.get("id")
        assert picture.get("aria-describedby") == description.get("id")


@pytest.mark.parametrize("chart", CHARTS)
def test_what_people_wrote_stays_text(chart: str) -> None:
    drawn = CHARTS[chart](NASTY)

    assert isinstance(drawn, Markup)
    assert "<script" not in drawn
    assert NASTY in "".join("".join(picture.itertext()) for picture in pictures(drawn))
    allowed = {"svg", "title", "desc", "text", "tspan", "rect", "path", "circle"}
    for picture in pictures(drawn):
        assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= allowed


@pytest.mark.parametrize("chart", CHARTS)
def test_a_picture_may_stand_under_a_strict_content_policy(chart: str) -> None:
    for picture in pictures(CHARTS[chart]("Reported")):
        for element in picture.iter():
            assert not {
                name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name
            }


def test_ids_on_a_page_with_many_charts_are_unique() -> None:
    drawn = "".join(
        [
            stacked_bar(OUTLOOKS, title="Outlook", id_prefix="outlook"),
            stacked_bar(OUTLOOKS, title="Outlook", id_prefix="again"),
            time_bar(START, END, TODAY, id_prefix="time"),
            level_line(LEVELS, title="Level", id_prefix="level"),
        ]
    )
    ids = re.findall(r'\bid="([^"]*)"', drawn)

    assert len(ids) == 2 * 7
    assert len(set(ids)) == len(ids)


def test_the_parts_of_a_bar_fill_it_in_proportion_and_carry_their_counts() -> None:
    wide, narrow = pictures(stacked_bar(OUTLOOKS, title="Outlook", id_prefix="a"))
    edges = boxes(wide)

    assert edges[0][0] == 0
    assert edges[-1][1] == pytest.approx(799.5)
    assert (edges[1][1] - edges[1][0]) / (edges[0][1] - edges[0][0]) == pytest.approx(21 / 9, rel=0.01)
    for picture in (wide, narrow):
        said = " ".join(words(picture))
        assert all(part.label in said and str(part.count) in said for part in OUTLOOKS)


@cache
def advances() -> dict[int, float]:
    """How far each letter of our own font reaches, as a share of its size."""
    font = TTFont(Path(charts.__file__).parents[1] / "static" / "fonts" / "source-sans-3-600.woff2")
    return {
        code: font["hmtx"][name][0] / font["head"].unitsPerEm for code, name in font.getBestCmap().items()
    }


def text_spans(picture: ET.Element) -> list[tuple[float, float]]:
    """Where each label of the row below the bar begins and ends, from left to right."""
    spans = []
    for text in picture.iter(f"{SVG}text"):
        if float(text.get("y", 0)) > 50:
            start = float(text.get("x", 0))
            width = sum(advances()[ord(letter)] for letter in "".join(text.itertext()))
            spans.append((start, start + width * float(text.get("font-size", 0))))
    return sorted(spans)


@pytest.mark.parametrize("counts", [(9, 21, 8, 4, 7), (1, 97, 1, 1, 1), (1, 1, 1, 1, 300), (300, 1, 1, 1, 1)])
def test_labels_never_overlap_and_stay_in_the_picture(counts: tuple[int, ...]) -> None:
    parts = [Part(part.label, count, part.tone) for part, count in zip(OUTLOOKS, counts, strict=True)]
    wide, _ = pictures(stacked_bar(parts, title="Outlook", id_prefix="a"))
    spans = text_spans(wide)

    assert len(spans) == 5
    assert spans[0][0] >= 0
    assert spans[-1][1] <= 800
    assert all(before[1] + 4 < after[0] for before, after in pairwise(spans))


def test_a_part_too_small_for_its_count_leaves_it_to_its_label() -> None:
    wide, _ = pictures(stacked_bar([Part("On track", 300, Tone.GOOD), Part("Off track", 1, Tone.BAD)],
                                   title="Outlook", id_prefix="a"))  # fmt: skip

    assert words(wide) == ["300", "On track", "1 Off track"]
    assert all(right - left >= 5 for left, right in boxes(wide))


def test_a_count_of_nought_is_said_and_not_drawn() -> None:
    parts = [Part("On track", 3, Tone.GOOD), Part("At risk", 0, Tone.WARN), Part("Off track", 0, Tone.BAD)]
    wide, narrow = pictures(stacked_bar(parts, title="Outlook", id_prefix="a"))

    assert len(boxes(wide)) == 1
    assert "None: At risk, Off track" in words(wide)
    assert "0 At risk" in words(narrow)


@pytest.mark.parametrize("parts", [[], [Part("On track", 0, Tone.GOOD), Part("At risk", 0, Tone.WARN)]])
def test_nothing_to_count_is_no_mistake(parts: list[Part]) -> None:
    for picture in pictures(stacked_bar(parts, title="Outlook", id_prefix="a")):
        assert words(picture) == [f"0 {part.label}" for part in parts]


@pytest.mark.parametrize(
    ("start_on", "end_on", "today", "said"),
    [
        (START, END, TODAY, "18 of 24 months used"),
        (date(2026, 4, 1), date(2028, 3, 31), date(2027, 4, 1), "12 of 24 months used"),
        (START, END, date(2026, 1, 1), "0 of 24 months used"),
        (START, END, END, "24 of 24 months used"),
        (START, END, date(2029, 1, 1), "All 24 months used"),
        (date(2026, 3, 4), date(2026, 4, 30), date(2026, 3, 10), "6 of 58 days used"),
        (date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 4), "0 of 1 days used"),
    ],
)
def test_time_used_is_told_of_time_given(start_on: date, end_on: date, today: date, said: str) -> None:
    assert time_used(start_on, end_on, today) == said
    for picture in pictures(time_bar(start_on, end_on, today, id_prefix="a")):
        assert said in words(picture)


def test_the_time_bar_counts_and_lists_the_milestones() -> None:
    wide, narrow = pictures(time_bar(START, END, TODAY, MILESTONES, id_prefix="a"))

    assert words(wide) == ["Mar 2026", "Mar 2028", "18 of 24 months used, 1 of 2 milestones met"]
    assert words(narrow) == ["Mar 2026", "Mar 2028", "18 of 24 months used", "1 of 2 milestones met"]
    assert "Clause agreed, 30 September 2026: met; First contract, 2 March 2027: not met." in "".join(
        wide.itertext()
    )
    used_share = boxes(wide)[1][1] / 800
    assert used_share == pytest.approx(574 / 758, abs=0.001)


def test_a_milestone_outside_the_time_given_is_drawn_at_its_edge() -> None:
    late = MilestoneMark("Late", date(2031, 1, 1), is_met=False)
    wide, _ = pictures(time_bar(START, END, TODAY, [late], id_prefix="a"))

    assert any(path.get("d", "").startswith("M793.0") for path in wide.iter(f"{SVG}path"))


def level_paths(points: list[LevelPoint]) -> tuple[list[str], ET.Element]:
    (picture,) = pictures(level_line(points, title="Level", id_prefix="a"))
    steps = [path.get("d", "") for path in picture.iter(f"{SVG}path") if path.get("stroke-width") == "2.5"]
    return steps, picture


def test_the_level_line_stops_where_no_report_was_made() -> None:
    steps, picture = level_paths(LEVELS)

    assert len(steps) == 1, "only the last two of the four moments follow on from each other"
    assert "No report" in words(picture)
    assert "Mar 26: Conditions; Sep 26: No report; Mar 27: Conditions; Sep 27: Circumstances." in "".join(
        picture.itertext()
    )


def test_a_fall_is_marked_by_shape_weight_and_colour() -> None:
    _, fallen = level_paths(LEVELS)
    _, level = level_paths(LEVELS[:3])
    rust = [element for element in fallen.iter() if element.get("fill") == "#b44d12"]

    assert [element.tag.removeprefix(SVG) for element in rust] == ["tspan", "path"]
    assert rust[0].text == "Circumstances"
    assert rust[0].get("font-weight") == "600"
    assert not [element for element in level.iter() if element.get("fill") == "#b44d12"]


@pytest.mark.parametrize("points", [[], [LevelPoint("Mar 26", None)], [LevelPoint("Mar 26", 0)]])
def test_few_points_or_none_are_no_mistake(points: list[LevelPoint]) -> None:
    steps, picture = level_paths(points)

    assert steps == []
    assert {"Structural", "Treatment"} <= set(words(picture))


def test_dates_that_have_no_room_are_left_out_but_not_the_last() -> None:
    points = [LevelPoint(f"Month {number}", 4) for number in range(24)]
    _, picture = level_paths(points)
    dates = [text for text in words(picture) if text.startswith("Month")]

    assert dates[0] == "Month 23"
    assert 1 < len(dates) < 6


@pytest.mark.parametrize(
    ("count", "maximum", "expected"),
    [(0, 0, 0), (0, 7, 0), (1, 1, 1), (1, 7, 1), (3, 7, 2), (5, 7, 3), (7, 7, 4), (1, 400, 1), (400, 400, 4)],
)
def test_shade_goes_from_pale_to_dark(count: int, maximum: int, expected: int) -> None:
    assert shade(count, maximum) == expected
