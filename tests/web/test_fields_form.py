from types import SimpleNamespace

import pytest
from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.web.fields import Day, Email, Line, Password
from equity_tracker.web.forms import AppForm, Compared, check_body

app = Flask(__name__)
KEY = "abcdefghijklmnop"


class RegisterForm(AppForm):
    title = Line("Title", required="Enter a title for the commitment")
    starts_on = Day("Start date")
    password = Password(required=None)

    def check(self) -> None:
        if self.title.data == "Nothing" and self.starts_on.data is None:
            self.starts_on.say("Enter the date on which nothing starts")


class WithEmail(RegisterForm):
    email = Email()


def on_get(values: object = None, version: int | None = None) -> RegisterForm:
    with app.test_request_context():
        return RegisterForm.for_request(values, version=version)


def on_post(answers: dict[str, str], values: object = None, version: int | None = None) -> RegisterForm:
    with app.test_request_context(method="POST", data=answers):
        return RegisterForm.for_request(values, version=version)


@pytest.mark.parametrize("values", [SimpleNamespace(title="Living wage"), {"title": "Living wage"}])
def test_a_form_is_first_filled_with_the_record(values: object) -> None:
    form = on_get(values)
    assert (form.title.text, form.is_submitted) == ("Living wage", False)


def test_a_form_that_was_sent_holds_what_was_typed() -> None:
    form = on_post({"title": " Fair pay "}, {"title": "Living wage"})
    assert form.is_submitted
    assert form.validate()
    assert form.title.data == "Fair pay"


def test_a_form_that_was_sent_empty_was_sent() -> None:
    form = on_post({}, {"title": "Living wage"})
    assert not form.validate()
    assert form.errors == {"title": ["Enter a title for the commitment"]}


def test_nothing_is_judged_before_it_was_asked() -> None:
    assert on_post({"title": "Nothing", "starts_on-day": "x"}).errors == {}


def test_a_rule_between_fields_never_hides_what_is_wrong_with_one() -> None:
    wrong_date = on_post({"title": "Nothing", "starts_on-day": "x"})
    wrong_date.validate()
    assert [message for _, message in wrong_date.errors_for_summary] == ["Enter a date like 27 3 2027"]
    no_date = on_post({"title": "Nothing"})
    assert not no_date.validate()
    assert no_date.errors_for_summary == [("starts_on-day", "Enter the date on which nothing starts")]


def test_a_rule_between_fields_is_told_beside_what_is_wrong_with_another() -> None:
    form = WithEmail(MultiDict({"title": "Nothing", "email": "nobody"}))
    assert not form.validate()
    assert form.errors_for_summary == [
        ("starts_on-day", "Enter the date on which nothing starts"),
        ("email", "Enter one e-mail address, like name@example.nhs.uk"),
    ]


def test_a_rule_can_ask_whether_a_value_could_be_read() -> None:
    form = on_post({"title": "", "starts_on-day": "1"})
    form.validate()
    assert (form.is_right("password"), form.is_right("password", "title")) == (True, False)


def test_a_refusal_of_the_model_stands_at_its_field() -> None:
    form = on_post({"title": "Living wage"})
    assert form.validate()
    form.add_error(Refused("Another commitment has this title", "title"))
    assert form.title.error == "Another commitment has this title"
    assert form.errors_for_summary == [("title", "Another commitment has this title")]


@pytest.mark.parametrize("field", [None, "made_by", "check"])
def test_a_refusal_about_no_field_of_the_form_stands_above_it(field: str | None) -> None:
    form = on_post({"title": "Living wage"})
    assert form.validate()
    form.add_error(Refused("The programme has closed", field))
    assert form.errors
    assert form.errors_for_summary == [("", "The programme has closed")]


def test_a_form_that_somebody_else_was_faster_with_is_outdated_and_stays_so() -> None:
    form = on_post({"title": "Living wage"})
    form.add_error(Refused("The programme has closed"))
    assert not form.is_outdated
    form.add_error(ChangedSince("A colleague changed this"))
    form.add_error(Refused("Another commitment has this title", "title"))
    assert form.is_outdated


def test_the_summary_goes_down_the_page() -> None:
    form = on_post({"title": "", "starts_on-year": "x"})
    form.validate()
    assert [anchor for anchor, _ in form.errors_for_summary] == ["title", "starts_on-year"]


def test_each_form_gets_a_key_of_its_own_and_keeps_it() -> None:
    first, second = on_get(), on_get()
    assert first.form_key != second.form_key
    assert on_post({"form_key": first.form_key}).form_key == first.form_key


@pytest.mark.parametrize("forged", ["", "short", f"{KEY}<script>", f"{KEY}\n", "x" * 41])
def test_a_key_that_was_never_printed_is_replaced(forged: str) -> None:
    assert on_post({"form_key": forged}).form_key != forged


@pytest.mark.parametrize(
    ("sent", "version"),
    [
        ({"version": "7"}, 7),
        ({"version": "-1"}, 0),
        ({"version": "x"}, 0),
        ({"version": "9" * 5000}, 0),
        ({}, 3),
    ],
)
def test_the_version_is_the_one_the_form_was_opened_at(sent: dict[str, str], version: int) -> None:
    assert on_post(sent, version=3).version == version


def test_two_peoples_answers_are_compared_where_they_differ_and_no_password_is_shown() -> None:
    theirs = on_post({"title": "Fair pay", "starts_on-day": "1", "password": "three herons"})
    mine = on_post({"starts_on-day": "2", "password": "over slate"})
    assert mine.compared_with(theirs) == [
        Compared("Title", "Fair pay", ""),
        Compared("Start date", "1", "2"),
    ]
    assert mine.compared_with(mine) == []


def test_a_new_record_has_no_version() -> None:
    assert on_get().version is None


def test_two_forms_on_a_page_do_not_share_names() -> None:
    form = RegisterForm(MultiDict({"invite-title": "Ada"}), prefix="invite")
    assert form.validate()
    assert (form.title.name, form.title.id, form.title.data) == ("invite-title", "invite-title", "Ada")


def status_of(body: bytes, mimetype: str = "application/x-www-form-urlencoded") -> int:
    with app.test_request_context(method="POST", data=body, content_type=mimetype):
        try:
            check_body(request)
        except HTTPException as refusal:
            return refusal.code or 0
        list(request.form)
        return 200


def test_a_form_may_have_a_thousand_answers_and_no_more() -> None:
    assert status_of(b"&".join(b"a=1" for _ in range(1_000))) == 200
    assert status_of(b"&".join(b"a=1" for _ in range(1_001))) == 413
    assert status_of(b"&" * 1_000) == 413


@pytest.mark.parametrize(
    "body", [b"title=%ff", b"title=\xff", b"title=%ED%A0%80", b"%C3=x", b"title=%C3&note=%A9"]
)
def test_row_6_bytes_that_are_no_text_are_refused(body: bytes) -> None:
    assert status_of(body) == 400


@pytest.mark.parametrize("body", [b"", b"title=%C3%A9+caf\xc3\xa9", b"title=100%25+%zz", b"title"])
def test_any_text_is_let_through(body: bytes) -> None:
    assert status_of(body) == 200


def test_other_kinds_of_body_are_left_to_others() -> None:
    assert status_of(b"\xff" * 10, "application/octet-stream") == 200


def test_the_check_leaves_the_form_readable() -> None:
    with app.test_request_context(method="POST", data={"title": "Café & bar"}):
        check_body(request)
        assert request.form["title"] == "Café & bar"


def test_the_check_refuses_to_come_too_late() -> None:
    with app.test_request_context(method="POST", data={"title": "Café"}):
        assert request.form["title"] == "Café"
        with pytest.raises(RuntimeError, match="comes before"):
            check_body(request)
