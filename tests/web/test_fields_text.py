import pytest
from werkzeug.datastructures import MultiDict

from equity_tracker.web.base_field import Noun, sentence
from equity_tracker.web.fields import Email, Hidden, Line, Password, Prose, WholeNumber
from equity_tracker.web.forms import AppForm


class TextsForm(AppForm):
    name = Line("Name", required="Enter your name")
    note = Prose("Note")
    email = Email()
    password = Password(autocomplete="new-password")
    people = WholeNumber("People reached", noun="the number of people", minimum=1, maximum=2_000)
    row = Hidden()


def posted(**answers: str) -> TextsForm:
    form = TextsForm(MultiDict({"name": "Ada", "password": "long enough"} | answers))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("words", "a", "the"),
    [
        ("Title", "a title", "the title"),
        ("End date", "an end date", "the end date"),
        ("NHS trust", "an NHS trust", "the NHS trust"),
        ("UK body", "a UK body", "the UK body"),
        ("an NHS trust", "an NHS trust", "the NHS trust"),
        ("an hour", "an hour", "the hour"),
        ("your password", "your password", "your password"),
        ("the resources", "the resources", "the resources"),
    ],
)
def test_a_noun_knows_its_articles(words: str, a: str, the: str) -> None:
    noun = Noun.of(words)
    assert (noun.a, noun.the) == (a, the)


def test_a_sentence_begins_with_a_capital_letter_and_keeps_the_others() -> None:
    assert sentence("the NHS trust") == "The NHS trust"


@pytest.mark.parametrize("name", ["note", "email", "people"])
@pytest.mark.parametrize("typed", ["", "  "])
def test_what_is_not_required_may_be_left_out(name: str, typed: str) -> None:
    field = posted(**{name: typed})[name]
    assert (field.error, field.data) == (None, None)


def test_a_field_that_was_not_sent_is_nothing() -> None:
    form = TextsForm(MultiDict(), {"name": "Ada", "note": "Stored before"})
    assert not form.validate()
    assert (form.name.error, form.name.data, form.note.data) == ("Enter your name", None, None)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" ada@Alder.NHS.uk ", "ada@alder.nhs.uk"),
        ("Ada.O'Brien+x@alder.example", "Ada.O'Brien+x@alder.example"),
        ("ada@birch.test", "ada@birch.test"),
    ],
)
def test_an_email_address_is_stored_with_its_domain_in_small_letters(typed: str, stored: str) -> None:
    field = posted(email=typed).email
    assert (field.error, field.data) == (None, stored)


@pytest.mark.parametrize(
    "typed", ["  two words ", "e\N{COMBINING ACUTE ACCENT}", "\N{HERB}" * 200, "a\x00b", "   "]
)
def test_a_password_is_taken_exactly_as_typed(typed: str) -> None:
    field = posted(password=typed).password
    assert (field.error, field.data) == (None, typed)


def test_a_password_is_required_and_has_a_limit() -> None:
    assert posted(password="").password.error == "Enter your password"
    assert posted(password="x" * 201).password.error == "The password must be 200 characters or fewer"


def test_a_password_is_never_shown_again() -> None:
    form = posted(name="Ada", password="very secret indeed")
    assert form.typed == [("Name", "Ada")]
    assert form.password.as_typed == ""


@pytest.mark.parametrize(("typed", "number"), [("1,200", 1200), ("0012", 12), (" 7 ", 7), ("2000", 2000)])
def test_a_whole_number_may_have_commas(typed: str, number: int) -> None:
    assert posted(people=typed).people.data == number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "The number of people must be 1 or more"),
        ("-5", "The number of people must be 1 or more"),
        ("2,001", "The number is too large. The limit is 2,000"),
        ("1.5", "Enter a whole number, like 1,200"),
    ],
)
def test_a_whole_number_has_its_limits(typed: str, message: str) -> None:
    field = posted(people=typed).people
    assert (field.error, field.text) == (message, typed)


def test_a_number_is_shown_as_it_would_be_typed() -> None:
    assert TextsForm(None, {"people": 1200}).people.text == "1,200"


def test_what_was_typed_stays_in_the_form_and_can_be_seen() -> None:
    form = posted(name="Ada\x00 <b>", note="x" * 10_001)
    assert form.name.text == "Ada\N{REPLACEMENT CHARACTER} <b>"
    assert form.note.text == "x" * 10_001
    assert (form.name.data, form.note.data) == (None, None)


def test_a_field_is_filled_from_what_is_stored() -> None:
    form = TextsForm(None, {"name": "Ada", "note": None})
    assert (form.name.text, form.note.text, form.is_submitted) == ("Ada", "", False)
