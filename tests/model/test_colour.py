"""Colours that white words can be read on."""

import pytest

from equity_tracker.model.colour import contrast_with_white, darkened, is_readable, read_colour


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("#17494d", "#17494d"),
        (" 17494D ", "#17494d"),
        ("#abc", "#aabbcc"),
        ("#12345", None),
        ("teal", None),
        ("#17494d;", None),
        ("", None),
    ],
)
def test_a_colour_is_read_however_it_is_written(written: str, read: str | None) -> None:
    assert read_colour(written) == read


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48)]
)
def test_the_contrast_is_that_of_the_standard(colour: str, ratio: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(ratio, abs=0.01)
    assert is_readable(colour) == (ratio >= 4.5)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffff00", "#41b6e6", "#777777", "#005eb8", "#000000"])
def test_the_nearest_darker_one_can_be_read_and_a_lighter_one_could_not(colour: str) -> None:
    darker = darkened(colour)

    assert is_readable(darker)
    assert (darker == colour) == is_readable(colour)
    if darker != colour:
        assert contrast_with_white(darker) < 5.2
