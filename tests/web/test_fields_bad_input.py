"""The rows of the list of bad input that fields answer, each with its exact words."""

from collections.abc import Mapping
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from equity_tracker.web.base_field import AppField
from equity_tracker.web.fields import (
    Choice,
    Choices,
    Day,
    Email,
    Line,
    Option,
    PeriodDay,
    Pick,
    Prose,
    WebAddress,
    WholeNumber,
)
from equity_tracker.web.forms import AppForm

REQUIRED = "Enter a title for the commitment"
STATUSES = [Option("on", "On track"), Option("off", "Off track")]
NUL, NOTHING_TO_SEE = "\x00", "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}"


class EveryField(AppForm):
    title = Line("Title", required=REQUIRED)
    statement = Prose("Title", required=REQUIRED, limit=200)
    starts_on = Day("Start date")
    ends_on = Day("End date", after="starts_on")
    period = PeriodDay("End date", after="starts_on")
    people = WholeNumber("People reached", noun="number of people")
    status = Choice("Status", STATUSES)
    picked = Pick("Indicator", STATUSES, outside="Choose one of your organisation's indicators")
    determinants = Choices("Determinants", STATUSES, maximum=1, outside="Choose determinants from the list")
    email = Email()
    name = Line("Name")
    link = WebAddress()


def field_after(name: str, typed: str | list[str] | Mapping[str, str | list[str]]) -> AppField:
    """Post an answer, several for one field, or the parts of a date, and return the field they were for."""
    form = EveryField(MultiDict(typed if isinstance(typed, Mapping) else {name: typed}))
    form.validate()
    return form[name]


def date_parts(name: str, typed: str) -> dict[str, str]:
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), typed.split("/"), strict=True))


TEXT = [
    ("1", "", REQUIRED),
    ("1", "  \t ", REQUIRED),
    ("2", f"Living{NUL}wage", "The title has a character that cannot be stored. Delete it and try again"),
    ("4", "x" * 201, "The title must be 200 characters or fewer. It has 201"),
    ("4", "\N{HERB}" * 201, "The title must be 200 characters or fewer. It has 201"),
    ("4", "x" * 12_345, "The title must be 200 characters or fewer. It has 12,345"),
    ("5", NOTHING_TO_SEE, "Enter a title that can be read"),
]


@pytest.mark.parametrize(("row", "typed", "message"), TEXT)
@pytest.mark.parametrize("name", ["title", "statement"])
def test_a_text_is_refused_in_words(name: str, row: str, typed: str, message: str) -> None:
    assert field_after(name, typed).error == message


@pytest.mark.parametrize("name", ["title", "statement"])
@pytest.mark.parametrize(
    "typed", ["x" * 200, "\N{HERB}" * 200, "x" * 200 + "\r\n ", "<script>", "{{7*7}}", "${7*7}"]
)
def test_a_text_at_the_limit_or_with_signs_in_it_is_taken(name: str, typed: str) -> None:
    field = field_after(name, typed)
    assert field.error is None
    assert field.data == typed.strip()


DATES = [
    ("9", "31/02/2027", "31 February 2027 is not a real date"),
    ("9", "31/4/2027", "31 April 2027 is not a real date"),
    ("10", "29/02/2027", "2027 is not a leap year: choose 1 to 28 February"),
    ("11", "01/01/0001", "The year must be between 2000 and 2100"),
    ("11", "31/12/9999", "The year must be between 2000 and 2100"),
    ("11", "1/1/20270", "The year must be between 2000 and 2100"),
    ("11", "1/1/1999", "The year must be between 2000 and 2100"),
    ("13", "tomorrow//", "Enter a date like 27 3 2027"),
    ("13", "١٥/٠٣/٢٠٢٧", "Enter a date like 27 3 2027"),
    ("13", "15/soon/2027", "Enter a date like 27 3 2027"),
    ("13", "１/１/２０２７", "Enter a date like 27 3 2027"),
    ("13", "1/²/2027", "Enter a date like 27 3 2027"),
    ("13", "-1/3/2027", "Enter a date like 27 3 2027"),
]


@pytest.mark.parametrize(("row", "typed", "message"), DATES)
@pytest.mark.parametrize("name", ["ends_on", "period"])
def test_a_date_is_refused_in_words(name: str, row: str, typed: str, message: str) -> None:
    assert field_after(name, date_parts(name, typed)).error == message


@pytest.mark.parametrize("end", ["31/3/2027", "1/4/2027"])
@pytest.mark.parametrize("name", ["ends_on", "period"])
def test_row_12_an_end_comes_after_its_beginning(name: str, end: str) -> None:
    answers = date_parts("starts_on", "1/4/2027") | date_parts(name, end)
    assert field_after(name, answers).error == "The end date must be after the start date, 1 April 2027"


def test_row_12_a_month_that_ends_after_the_beginning_is_taken() -> None:
    answers = date_parts("starts_on", "10/4/2027") | date_parts("period", "/4/2027")
    assert field_after("period", answers).error is None


def test_row_12_waits_until_the_beginning_is_a_date() -> None:
    answers = date_parts("starts_on", "31/2/2027") | date_parts("ends_on", "1/1/2027")
    field = field_after("ends_on", answers)
    assert (field.error, field.data) == (None, date(2027, 1, 1))


NUMBERS = [
    *(
        ("16", typed, "Enter a number, like 1,200")
        for typed in (
            "1e309",
            "NaN",
            "Infinity",
            "-0",
            "\N{MINUS SIGN}0",
            "many",
            "\N{ARABIC-INDIC DIGIT THREE}",
        )
    ),
    ("17", str(2**63), "The number is too large. The limit is 1,000,000,000"),
    ("17", "9" * 40, "The number is too large. The limit is 1,000,000,000"),
    ("17", "9" * 5_000, "The number is too large. The limit is 1,000,000,000"),
    ("19", "1.234,56", "Use a full stop for decimals"),
    ("19", "1,2,3", "Use a full stop for decimals"),
    ("19", "1,5", "Use a full stop for decimals"),
]


@pytest.mark.parametrize(("row", "typed", "message"), NUMBERS)
def test_a_number_is_refused_in_words(row: str, typed: str, message: str) -> None:
    assert field_after("people", typed).error == message


CHOICES = [
    ("20", "status", "elsewhere", "Choose a status from the list"),
    ("20", "picked", "17", "Choose one of your organisation's indicators"),
    ("20", "determinants", ["on", "elsewhere"], "Choose determinants from the list"),
    ("21", "status", ["on", "off"], "Choose only one status"),
    ("21", "status", ["on", "on"], "Choose only one status"),
    ("21", "picked", ["on", "off"], "Choose only one indicator"),
    ("21", "title", ["One", "Two"], "Enter only one title"),
    ("21", "ends_on", {"ends_on-day": ["1", "2"], "ends_on-month": "3"}, "Enter only one end date"),
]


@pytest.mark.parametrize(("row", "name", "typed", "message"), CHOICES)
def test_a_choice_is_refused_in_words(row: str, name: str, typed: str | list[str], message: str) -> None:
    assert field_after(name, typed).error == message


NO_EMAIL = [
    "a@b",
    "a@b,c@d",
    f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.uk.com",
    "x" * 255,
    "ada@alder.nhs.uk, b@c.uk",
    "Ada <ada@alder.nhs.uk>",
    "ada@[127.0.0.1]",
    "ada@localhost",
    "ada @alder.nhs.uk",
    "\N{LATIN SMALL LETTER E WITH ACUTE}@alder.nhs.uk",
    f"{'a' * 65}@b.uk",
]


@pytest.mark.parametrize("typed", NO_EMAIL)
def test_row_22_one_email_address_is_wanted(typed: str) -> None:
    assert field_after("email", typed).error == "Enter one e-mail address, like name@example.nhs.uk"


@pytest.mark.parametrize(
    ("name", "message"),
    [("email", "An e-mail address cannot have a line break"), ("name", "A name cannot have a line break")],
)
def test_row_23_a_name_and_an_address_stay_on_one_line(name: str, message: str) -> None:
    assert field_after(name, "ada@alder.uk\r\nBcc: c@d.uk").error == message


NO_PUBLIC_PAGE = """
    javascript:alert(1) data:text/html,x file:///etc/passwd ftp://example.org/x //example.org
    https:// https:///x https://localhost/x http://alder.local http://register.internal http://nhs
    http://169.254.169.254/latest http://127.0.0.1 http://2130706433 http://0x7f.1 http://0x7f000001
    http://017700000001 http://[::1]/ http://１２７.0.0.1/ https://example.org:port/ https://example.org:99999/
    https://a..b.org https://127.0.0.1. 169.254.169.254/latest 127.0.0.1 2130706433 0x7f.1 localhost/x
    alder.local register.internal/x nhs www.example.org:8443/x ada@example.org ada:secret@example.org
    /etc/passwd.org a..b.org .example.org minutes.pdf Report.DOCX javascript.alert(1)
    www.example.org\\@evil.example
    javascript:alert(1)//www.example.org data:www.example.org intranet/www.example.org
"""


@pytest.mark.parametrize("typed", NO_PUBLIC_PAGE.split())
def test_row_24_a_web_address_leads_to_a_public_page(typed: str) -> None:
    assert field_after("link", typed).error == "Enter a web address that starts with https://"


CYRILLIC_A, CYRILLIC_R, CYRILLIC_F = "\u0430", "\u0440", "\u0444"
GREEK_O, DEGREE = "\N{GREEK SMALL LETTER OMICRON}", "\N{DEGREE SIGN}"
NOT_WHAT_THEY_SEEM = [
    "https://ada:secret@example.org/",
    "https://www.rcgp.org.uk@evil.example/",
    "https://example.org/" + "x" * 10_000,
    f"https://{CYRILLIC_R}aypal.com",
    f"https://{CYRILLIC_A}{GREEK_O}.com",
    "https://xn--80ak6aa92e.com/",
    f"https://xn--{DEGREE}.com",
    "https://example.org/a b",
    "https://example.org\\@evil.example/",
    "https://exa_mple.org/",
    "https://-example.org",
    "https://\N{FULLWIDTH LATIN SMALL LETTER E}xample.org",
    'https://example.org/"onmouseover=',
    "https://example.org/<script>",
]


@pytest.mark.parametrize("typed", NOT_WHAT_THEY_SEEM)
def test_row_25_a_web_address_is_what_it_seems(typed: str) -> None:
    assert field_after("link", typed).error == "The address has parts that are not allowed"


HONEST = [
    "https://www.example.org/a/b?c=d&e=%20#f",
    "http://example.org",
    "https://example.org:8443/x",
    "HTTPS://Example.org/",
    "https://example.org./",
    "https://www.māori.nz/",
    "https://xn--mori-qsa.nz/",
    f"https://{CYRILLIC_A}{CYRILLIC_R}.{CYRILLIC_R}{CYRILLIC_F}/",
    "https://example.org/it's_(here)|there~",
    "https://1.example.org/",
]


@pytest.mark.parametrize("typed", HONEST)
def test_an_honest_web_address_is_taken_as_it_is(typed: str) -> None:
    field = field_after("link", typed)
    assert (field.error, field.data) == (None, typed)


WITHOUT_SCHEME = [
    "www.example.org",
    "www.example.org/x",
    "example.org/minutes.pdf",
    "example.org?year=2026",
    "Www.Example.org#top",
    "www.m\N{LATIN SMALL LETTER A WITH MACRON}ori.nz/",
    "1.example.org/a/b",
    "www.example.org/x?next=https://example.com/",
]


@pytest.mark.parametrize("typed", WITHOUT_SCHEME)
def test_an_address_without_its_beginning_is_read_as_https_and_shown_like_that(typed: str) -> None:
    field = field_after("link", f" {typed} ")
    assert (field.error, field.data, field.as_typed) == (None, f"https://{typed}", f"https://{typed}")


@pytest.mark.parametrize(
    "typed",
    [
        f"www.{CYRILLIC_R}aypal.com",
        "www.example.org/a b",
        'www.example.org/"onmouseover=',
        "www.example.org/<script>",
        "www.example.org/" + "x" * 1_980,
    ],
)
def test_row_25_holds_for_what_is_read_too(typed: str) -> None:
    assert field_after("link", typed).error == "The address has parts that are not allowed"
