import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.web.text import BadText, Fault, clean_line, clean_prose, show_again

NUL, ESCAPE, BELL = "\x00", "\x1b", "\x07"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Living wage \t", "Living wage"),
        ("Living\t wage", "Living wage"),
        ("Living\N{NO-BREAK SPACE}wage", "Living wage"),
        ("e\N{COMBINING ACUTE ACCENT}quit\N{LATIN SMALL LETTER E WITH ACUTE}", "équité"),
        ("Living wage\r\n", "Living wage"),
        ("wage\N{SOFT HYPHEN}earners", "wageearners"),
        ("abc\N{RIGHT-TO-LEFT OVERRIDE}def", "abcdef"),
        ("<script>{{7*7}}${7*7}</script>", "<script>{{7*7}}${7*7}</script>"),
        ("\N{ARABIC LETTER MEEM}\N{ZERO WIDTH NON-JOINER}\N{ARABIC LETTER KHAH}",) * 2,
        ("\N{WOMAN}\N{ZERO WIDTH JOINER}\N{MICROSCOPE}",) * 2,
        ("e\N{ZERO WIDTH SPACE}\N{COMBINING ACUTE ACCENT}", "é"),
        ("", ""),
        (" \t ", ""),
    ],
)
def test_a_line_is_stored_composed_and_with_single_spaces(typed: str, stored: str) -> None:
    assert clean_line(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("One\r\nTwo\rThree\N{LINE SEPARATOR}Four", "One\nTwo\nThree\nFour"),
        ("\n\n One\n\n  Two \n", "One\n\n  Two"),
        ("Column\tColumn", "Column\tColumn"),
    ],
)
def test_prose_keeps_its_lines(typed: str, stored: str) -> None:
    assert clean_prose(typed) == stored


@pytest.mark.parametrize(
    "character",
    [NUL, ESCAPE, BELL, "\x7f", "\x85", chr(0xD800), chr(0xDFFF), "\ufdd0", "\uffff", "\U0010fffe", "\ufffd"],
)
@pytest.mark.parametrize("clean", [clean_line, clean_prose])
def test_a_character_that_cannot_be_stored_is_refused(clean: Callable[[str], str], character: str) -> None:
    with pytest.raises(BadText) as refusal:
        clean(f"Living{character}wage")
    assert refusal.value.reason is Fault.UNSTORABLE


@pytest.mark.parametrize(
    "typed",
    [
        "\N{ZERO WIDTH SPACE}",
        "\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH JOINER}",
        "\N{HANGUL FILLER}",
        "\N{BRAILLE PATTERN BLANK}",
        "\N{COMBINING ACUTE ACCENT}",
    ],
)
def test_a_text_that_nobody_can_see_is_refused(typed: str) -> None:
    with pytest.raises(BadText) as refusal:
        clean_line(typed)
    assert refusal.value.reason is Fault.UNREADABLE


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"])
def test_a_line_has_no_break_in_it(line_break: str) -> None:
    with pytest.raises(BadText) as refusal:
        clean_line(f"Ada{line_break}Bcc: everyone@example.org")
    assert refusal.value.reason is Fault.LINE_BREAK


def test_what_cannot_be_stored_is_shown_as_a_mark() -> None:
    assert show_again(f"Living{NUL}wage\nfor all") == "Living\N{REPLACEMENT CHARACTER}wage\nfor all"


@given(st.text())
def test_what_was_cleaned_once_stays_as_it_is(typed: str) -> None:
    try:
        cleaned = clean_prose(typed)
    except BadText:
        return
    assert clean_prose(cleaned) == cleaned


@given(st.text())
def test_what_is_stored_on_a_line_has_no_control_in_it(typed: str) -> None:
    try:
        cleaned = clean_line(typed)
    except BadText:
        return
    assert not {"Cc", "Cs"}.intersection(map(unicodedata.category, cleaned))
