"""Numbers with decimals: the rows 16 to 19 of the list of bad input, and what is taken."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from equity_tracker.model.numbers import plain_number
from equity_tracker.web.fields import DecimalNumber, Line
from equity_tracker.web.forms import AppForm

LIKE_A_NUMBER = "Enter a number, like 1,200"
TOO_LARGE = "The number is too large. The limit is 1,000,000,000"
FULL_STOP = "Use a full stop for decimals"
PERCENTAGE = "Enter a percentage from 0 to 100, with up to 2 decimals"


class FigureForm(AppForm):
    unit = Line("Unit")
    figure = DecimalNumber("Figure", unit="unit")


def typed(text: str, unit: str = "") -> DecimalNumber:
    form = FigureForm(MultiDict({"figure": text, "unit": unit}))
    form.validate()
    return form.figure


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e309", LIKE_A_NUMBER),
        ("1e3", LIKE_A_NUMBER),
        ("NaN", LIKE_A_NUMBER),
        ("Infinity", LIKE_A_NUMBER),
        ("-0", LIKE_A_NUMBER),
        ("-0.000", LIKE_A_NUMBER),
        ("\N{MINUS SIGN}0", LIKE_A_NUMBER),
        ("١٢", LIKE_A_NUMBER),
        ("1 200", LIKE_A_NUMBER),
        ("5.", LIKE_A_NUMBER),
        (".5", LIKE_A_NUMBER),
        (str(2**63), TOO_LARGE),
        ("9" * 40, TOO_LARGE),
        ("9" * 5_000, TOO_LARGE),
        ("-" + "9" * 5_000, TOO_LARGE),
        ("1,000,000,000.01", TOO_LARGE),
        ("1.234,56", FULL_STOP),
        ("1,2,3", FULL_STOP),
        ("3,5", FULL_STOP),
        ("0.12345", "Enter a number with up to 4 decimals"),
        ("0." + "1" * 5_000, "Enter a number with up to 4 decimals"),
        ("40%", LIKE_A_NUMBER),
    ],
)
def test_a_number_is_refused_in_words_and_shown_again(text: str, message: str) -> None:
    field = typed(text)
    assert (field.error, field.text) == (message, text)


@pytest.mark.parametrize("text", ["101", "-1", "50.123456", "100.01"])
def test_a_percentage_is_between_nothing_and_all(text: str) -> None:
    assert typed(text, "%").error == PERCENTAGE


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1,200", "", "1200"),
        ("1200", "", "1200"),
        (" 3.5 ", "", "3.5"),
        ("\N{MINUS SIGN}4", "points", "-4"),
        ("1,000,000,000", "", "1000000000"),
        ("0", "", "0"),
        ("007", "", "7"),
        ("33.33", "%", "33.33"),
        ("40 %", "%", "40"),
        ("100", "%", "100"),
    ],
)
def test_a_number_is_taken_as_it_is(text: str, unit: str, number: str) -> None:
    field = typed(text, unit)
    assert (field.error, field.data) == (None, Decimal(number))


def test_nothing_is_no_number() -> None:
    assert (typed("  ").data, typed("%").data) == (None, None)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_what_is_printed_can_be_typed_again(number: Decimal) -> None:
    shown = FigureForm(None, {"figure": number}).figure.text
    assert shown == plain_number(number)
    assert typed(shown).data == number


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_in_the_limits_or_a_message(text: str) -> None:
    field = typed(text)
    assert field.error or field.data is None or abs(field.data) <= 10**9
