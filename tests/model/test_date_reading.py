"""Reading dates as registers write them. The table holds our decision for every form met in a real one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.date_reading import DateOutcome, DateReading, DateState, day_comes_first, read_date
from equity_tracker.model.dates import PartialDate, Precision, long_date

DATES_READ = [
    ("December 16, 2021", date(2021, 12, 16), "16 December 2021"),
    ("December 16,2021", date(2021, 12, 16), "16 December 2021"),
    ("13 Nov 2019", date(2019, 11, 13), "13 November 2019"),
    ("3rd of Sept. 2026", date(2026, 9, 3), "3 September 2026"),
    ("22\u00a0March 2017", date(2017, 3, 22), "22 March 2017"),
    ("Q3 2017", date(2017, 9, 30), "quarter 3 of 2017"),
    ("2026 Q1", date(2026, 3, 31), "quarter 1 of 2026"),
    ("by end 2024", date(2024, 12, 31), "2024"),
    ("by the end of March 2024", date(2024, 3, 31), "March 2024"),
    ("March 2024", date(2024, 3, 31), "March 2024"),
    ("2026-06", date(2026, 6, 30), "June 2026"),
    ("06/2026", date(2026, 6, 30), "June 2026"),
    ("2026", date(2026, 12, 31), "2026"),
    ("31/12/2025", date(2025, 12, 31), "31 December 2025"),
    ("12/31/2025", date(2025, 12, 31), "31 December 2025"),
    ("5.5.2026", date(2026, 5, 5), "5 May 2026"),
    ("2026-06-10T00:00:00Z", date(2026, 6, 10), "10 June 2026"),
    ("45657", date(2024, 12, 31), "31 December 2024"),
]

RANGES_READ = [
    ("Q2-Q3 2017", date(2017, 4, 1), date(2017, 9, 30)),
    ("2016-2019", date(2016, 1, 1), date(2019, 12, 31)),
    ("2016\u20132019", date(2016, 1, 1), date(2019, 12, 31)),
    ("2017-2027 in phases", date(2017, 1, 1), date(2027, 12, 31)),
    ("April to June 2024", date(2024, 4, 1), date(2024, 6, 30)),
    ("March-May 2026", date(2026, 3, 1), date(2026, 5, 31)),
    ("1 April 2024 to 31 March 2025", date(2024, 4, 1), date(2025, 3, 31)),
]

REFUSED = [
    ("During rainy season ", "There is no date in it. Enter a date like 27 3 2027"),
    ("tomorrow", "There is no date in it. Enter a date like 27 3 2027"),
    ("\u0661\u0665/\u0660\u0663", "There is no date in it. Enter a date like 27 3 2027"),
    ("Pledged on the October 2018", "It has words that are not part of a date. Is it October 2018?"),
    ("early 2026", "It has words that are not part of a date. Is it 2026?"),
    ("03/04/2025", "It could be 3 April 2025 or 4 March 2025: say whether the day comes first"),
    ("00/00/0000", "00/00/0000 is not a real date"),
    ("31/02/2026", "31 February 2026 is not a real date"),
    ("29/02/2027", "2027 is not a leap year: choose 1 to 28 February"),
    ("13/2026", "There is no month 13"),
    ("2019-2016", "It ends (2016) before it begins (2019)"),
    ("2025/26", "It could be a financial year: write the month it ends"),
    ("31/12/25", "Write the year with four digits"),
    ("May-26", "Write the year with four digits"),
    ("9999-12-31", "The year must be between 1900 and 2100"),
    ("20270", "As a spreadsheet's day number it would be 30 June 1955. Enter a date like 27 3 2027"),
]


def taken(reading: DateReading) -> PartialDate:
    assert reading.value is not None
    return reading.value


@pytest.mark.parametrize(("text", "on", "words"), DATES_READ)
def test_a_date_keeps_its_precision_and_what_was_written(text: str, on: date, words: str) -> None:
    reading = read_date(text, day_first=None)
    assert (reading.outcome, taken(reading).on, taken(reading).text) == (DateOutcome.DATE, on, words)
    assert taken(reading).original == reading.original == text


@pytest.mark.parametrize(("text", "begins", "ends"), RANGES_READ)
def test_a_range_keeps_both_ends(text: str, begins: date, ends: date) -> None:
    reading = read_date(text, day_first=None)
    assert reading.begins is not None
    assert (reading.begins.first_day, taken(reading).on) == (begins, ends)
    assert (reading.outcome, taken(reading).original) == (DateOutcome.RANGE, text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ongoing", DateState.ONGOING),
        ("quarterly ", DateState.QUARTERLY),
        ("N/A", DateState.NOT_APPLICABLE),
        ("TBC", DateState.TO_BE_CONFIRMED),
        ("", DateState.NOT_STATED),
    ],
)
def test_an_answer_that_is_no_date_is_a_state_and_no_mistake(text: str, state: DateState) -> None:
    reading = read_date(text, day_first=None)
    assert (reading.outcome, reading.state, reading.value) == (DateOutcome.STATE, state, None)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_read_is_not_guessed(text: str, reason: str) -> None:
    reading = read_date(text, day_first=None)
    assert (reading.outcome, reading.value, reading.reason) == (DateOutcome.UNREADABLE, None, reason)


def test_a_date_among_other_words_is_offered_and_not_taken() -> None:
    reading = read_date("Pledged on the October 2018", day_first=None)
    assert reading.value is None
    assert reading.suggestion is not None
    assert (reading.suggestion.on, reading.suggestion.precision) == (date(2018, 10, 31), Precision.MONTH)


def test_the_column_decides_whether_the_day_comes_first() -> None:
    assert taken(read_date("03/04/2025", day_first=True)).on == date(2025, 4, 3)
    assert taken(read_date("03/04/2025", day_first=False)).on == date(2025, 3, 4)
    assert read_date("12/31/2025", day_first=True).reason == "12/31/2025 is not a real date"
    assert day_comes_first(["03/04/2025", "31/12/2025", "Ongoing"]) is True
    assert day_comes_first(["03/04/2025", "12/31/2025"]) is False


def test_a_column_that_says_nothing_or_both_decides_nothing() -> None:
    assert day_comes_first(["03/04/2025", "2026", ""]) is None
    assert day_comes_first(["31/12/2025", "12/31/2025"]) is None


def test_a_day_number_is_read_from_the_year_the_workbook_counts_from_and_says_so() -> None:
    windows = read_date("45657", day_first=None)
    assert windows.note == "Read as a spreadsheet's day number, counted from 1900: 31 December 2024"
    mac = read_date("45657", day_first=None, serials_from=1904)
    assert taken(mac).on == date(2029, 1, 1)


def test_a_time_of_day_that_was_left_out_is_said() -> None:
    assert read_date("2026-06-10 14:30", day_first=None).note == "The time of day was left out"
    assert read_date("2026-06-10", day_first=None).note == ""


@given(st.text(max_size=40), st.sampled_from([True, False, None]))
def test_no_text_makes_the_reader_fail(text: str, day_first: bool | None) -> None:
    reading = read_date(text, day_first=day_first)
    assert reading.original == text
    assert (reading.outcome is DateOutcome.UNREADABLE) == bool(reading.reason)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_real_day_is_read_back_as_itself(day: date) -> None:
    for text in (long_date(day), day.isoformat(), f"{day:%d/%m/%Y}"):
        assert taken(read_date(text, day_first=True)).on == day
