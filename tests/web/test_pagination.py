"""Cursors survive the way to the browser and back; anything else is refused, not guessed at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor, write_cursor


@given(st.text(max_size=100).filter(str.isprintable), st.integers(0, 2**62), st.dates())
def test_a_cursor_comes_back_as_it_went(title: str, number: int, day: date) -> None:
    assert read_cursor(write_cursor([title, number, day]), [str, int, date]) == [title, number, day]


@given(st.text(max_size=300))
def test_rubbish_is_refused(text: str) -> None:
    try:
        values = read_cursor(text, [str, int])
    except BadRequest:
        return
    assert values is None or (isinstance(values[0], str) and isinstance(values[1], int))


@pytest.mark.parametrize(
    "values", [["x"], ["\u0000", 1], ["x", "y"], [1, 2], ["x", -1], ["x", 2**63], ["x", True, 1]]
)
def test_a_cursor_of_another_list_is_refused(values: list[str | int]) -> None:
    with pytest.raises(BadRequest):
        read_cursor(write_cursor(values), [str, int])


def test_no_cursor_is_the_first_page() -> None:
    assert read_cursor(None, [int]) is None
    assert read_cursor("", [int]) is None


def test_a_page_has_a_next_one_only_when_a_row_is_left() -> None:
    full = cut(list(range(PAGE_SIZE + 1)), lambda row: [row])
    assert list(full.rows) == list(range(PAGE_SIZE))
    assert read_cursor(full.next_cursor, [int]) == [PAGE_SIZE - 1]
    assert cut(list(range(PAGE_SIZE)), lambda row: [row]).next_cursor is None
