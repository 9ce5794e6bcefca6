"""How far a date has moved, in days, weeks and months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.slippage import between, slippage

DECEMBER = PartialDate(date(2025, 12, 31))
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("planned", "revised", "met_on", "words"),
    [
        (DECEMBER, None, None, "Not moved"),
        (DECEMBER, PartialDate(date(2026, 3, 31)), None, "Moved by 3 months"),
        (
            DECEMBER,
            PartialDate(date(2026, 3, 31)),
            date(2026, 4, 14),
            "Moved by 3 months, met 2 weeks after the revised date",
        ),
        (DECEMBER, PartialDate(date(2025, 12, 1)), None, "Moved by about 4 weeks earlier"),
        (DECEMBER, None, date(2025, 12, 31), "Met on the day"),
        (DECEMBER, None, date(2026, 1, 1), "Met 1 day after the planned date"),
        (DECEMBER, None, date(2025, 12, 9), "Met about 3 weeks before the planned date"),
        (DECEMBER, PartialDate(date(2026, 1, 1)), date(2026, 1, 1), "Moved by 1 day, met on the day"),
        (
            PartialDate(date(2026, 3, 31), Precision.QUARTER),
            None,
            date(2026, 2, 3),
            "Met within quarter 1 of 2026",
        ),
        (
            PartialDate(date(2026, 3, 31), Precision.MONTH),
            PartialDate(date(2026, 6, 30), Precision.MONTH),
            date(2026, 7, 10),
            "Moved by 3 months, met 10 days after the revised date",
        ),
        (
            PartialDate(date(2026, 12, 31), Precision.YEAR),
            None,
            date(2025, 12, 30),
            "Met 2 days before the planned date",
        ),
        (DECEMBER, DECEMBER, None, "Moved back to the first date"),
    ],
)
def test_slippage_in_words(
    planned: PartialDate, revised: PartialDate | None, met_on: date | None, words: str
) -> None:
    assert slippage(planned, revised, met_on) == words


def test_several_moves_are_counted() -> None:
    words = slippage(DECEMBER, PartialDate(date(2026, 6, 30)), None, moves=3)
    assert words == "Moved by 6 months, in 3 moves"


@given(days, st.integers(0, 13))
def test_short_times_are_told_in_days(day: date, number: int) -> None:
    told = between(day, day + timedelta(days=number))
    assert told == f"{number} day{'' if number == 1 else 's'}"


@given(days, days)
def test_it_is_as_long_either_way_round_and_never_nothing(first: date, second: date) -> None:
    assert between(first, second) == between(second, first)
    assert not between(first, second).startswith(("0 w", "0 m", "about 0"))
