from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.web.fields import Day, PeriodDay
from equity_tracker.web.forms import AppForm


class DatesForm(AppForm):
    starts_on = Day("Start date", required="Enter the date the commitment starts")
    ends_on = PeriodDay("End date")
    decided_on = Day("Date of decision", noun="date of the decision", years=(1990, 2030))


def form_with(name: str, typed: str) -> DatesForm:
    parts = zip(("day", "month", "year"), typed.split("/"), strict=True)
    form = DatesForm(MultiDict({f"{name}-{part}": text for part, text in parts}))
    form.validate()
    return form


@pytest.mark.parametrize("typed", ["3/5/2026", "03/05/2026", " 3 /May/2026", "3/may/2026", "3/MAY./2026"])
def test_a_day_may_be_typed_in_several_ways(typed: str) -> None:
    field = form_with("starts_on", typed).starts_on
    assert (field.error, field.data) == (None, date(2026, 5, 3))


@pytest.mark.parametrize("month", ["Sept", "Sep", "September", "9", "09"])
def test_a_month_may_be_typed_as_a_word(month: str) -> None:
    assert form_with("starts_on", f"1/{month}/2026").starts_on.data == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        ("//", "Enter the date the commitment starts", ("day", "month", "year")),
        ("/5/2026", "The start date must include a day", ("day",)),
        ("3//2026", "The start date must include a month", ("month",)),
        ("3//", "The start date must include a month and year", ("month", "year")),
        ("3/13/2026", "The month must be between 1 and 12", ("month",)),
        ("3/Mayor/2026", "Enter a date like 27 3 2027", ("month",)),
        ("32/5/2026", "The day must be between 1 and 31", ("day",)),
        ("0/5/2026", "The day must be between 1 and 31", ("day",)),
        ("3/5/26", "Enter the year in full, like 2027", ("year",)),
        ("31/2/2026", "31 February 2026 is not a real date", ("day",)),
    ],
)
def test_the_message_is_about_the_part_that_is_wrong(
    typed: str, message: str, wrong: tuple[str, ...]
) -> None:
    field = form_with("starts_on", typed).starts_on
    assert (field.error, field.wrong_parts) == (message, wrong)
    assert field.anchor == f"starts_on-{wrong[0]}"


def test_a_field_may_ask_for_older_dates() -> None:
    assert form_with("decided_on", "1/1/1995").decided_on.data == date(1995, 1, 1)
    assert form_with("decided_on", "1/1/2031").decided_on.error == "The year must be between 1990 and 2030"


def test_a_date_that_is_not_required_may_be_left_out() -> None:
    field = form_with("starts_on", "1/1/2027").decided_on
    assert (field.error, field.data) == (None, None)


def test_what_was_typed_stays_in_the_inputs() -> None:
    field = form_with("starts_on", "31/Febuary/<b>").starts_on
    assert field.parts == {"day": "31", "month": "Febuary", "year": "<b>"}
    assert field.as_typed == "31 Febuary <b>"
    assert field.data is None


PERIODS = [
    ("3/5/2026", PartialDate(date(2026, 5, 3))),
    ("/2/2028", PartialDate(date(2028, 2, 29), Precision.MONTH)),
    ("/4-6/2026", PartialDate(date(2026, 6, 30), Precision.QUARTER)),
    ("//2026", PartialDate(date(2026, 12, 31), Precision.YEAR)),
]


@pytest.mark.parametrize(("typed", "value"), PERIODS)
def test_a_date_may_be_known_only_to_the_month_the_quarter_or_the_year(
    typed: str, value: PartialDate
) -> None:
    field = form_with("ends_on", typed).ends_on
    assert (field.error, field.data) == (None, value)


@pytest.mark.parametrize(("typed", "value"), PERIODS)
def test_a_known_date_fills_the_inputs_as_it_would_be_typed(typed: str, value: PartialDate) -> None:
    assert "/".join(DatesForm(None, {"ends_on": value}).ends_on.parts.values()) == typed


@pytest.mark.parametrize("months", ["Apr-Jun", "April to June", "4 – 6", "04-06"])
def test_a_quarter_may_be_typed_in_several_ways(months: str) -> None:
    assert form_with("ends_on", f"/{months}/2026").ends_on.data == PartialDate(
        date(2026, 6, 30), Precision.QUARTER
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("/5/", "The end date must include a year"),
        ("3//2026", "The end date must include a month"),
        ("/3-5/2026", "A quarter is 1-3, 4-6, 7-9 or 10-12"),
        ("/13/2026", "The month must be between 1 and 12"),
        ("/Q1/2026", "Enter a date like 27 3 2027"),
        ("3/4-6/2026", "Enter a date like 27 3 2027"),
    ],
)
def test_a_period_that_cannot_be_read_is_refused_in_words(typed: str, message: str) -> None:
    assert form_with("ends_on", typed).ends_on.error == message


def test_a_day_is_shown_as_it_would_be_typed() -> None:
    assert DatesForm(None, {"starts_on": date(2026, 5, 3)}).starts_on.parts == {
        "day": "3",
        "month": "5",
        "year": "2026",
    }
