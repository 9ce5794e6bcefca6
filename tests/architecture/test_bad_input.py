"""Bad answers to every form there is: refused in words, at their field, with nothing saved and nothing lost.

Rows as in the list of bad input: 1 to 7, 9 to 13, 16, 17, 19 to 25 and 37 to 40. There is no Markdown (8) and
no time of day (14) on any page; a time zone (15) is chosen from a list (20). Percentages (18) are in
tests/commitments. Files that are sent in (26 to 32) are in tests/files and tests/adapters/test_file_check.py;
those that are read row by row (33 to 36) are the import's: see tests/imports.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.base import Base
from equity_tracker.model.programme import Participation
from equity_tracker.model.sign_in import RESET_LIMIT, OneTimeToken, TokenPurpose
from equity_tracker.model.tokens import hash_token
from equity_tracker.web import public_form
from tests.architecture.access_world import AccessWorld
from tests.architecture.conftest import forgotten
from tests.architecture.form_pages import (
    BUTTONS,
    FIRST_YEAR,
    OPENED_OTHERWISE,
    RIGHT,
    Answers,
    FormPage,
    Question,
    Sheet,
    form_pages,
)
from tests.architecture.test_access import lines
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page

NOTHING_TO_SEE = "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}"
MARKUP = "<script>alert(1)</script> {{7*7}} ${7*7} =7*7"
CANNOT_BE_STORED = "has a character that cannot be stored. Delete it and try again"
NO_LINE_BREAK = "cannot have a line break"
ONE_EMAIL = "Enter one e-mail address, like name@example.nhs.uk"
HTTPS = "Enter a web address that starts with https://"
NOT_ALLOWED = "The address has parts that are not allowed"
LIKE_A_DATE = "Enter a date like 27 3 2027"
LIKE_A_NUMBER = "Enter a number, like 1,200"
TOO_LARGE = "The number is too large. The limit is 1,000,000,000"
FULL_STOP = "Use a full stop for decimals"
YEARS = "The year must be between 2000 and 2100"

# Wrong answers to each kind of question, with what the message must say.
WRONG: dict[str, list[tuple[str, str]]] = {
    "text": [
        ("Living\x00wage", CANNOT_BE_STORED),
        ("x" * 20_001, "characters or fewer. It has 20,001"),
        (NOTHING_TO_SEE, "that can be read"),
        ("Ada\r\nBcc: eve@example.org", NO_LINE_BREAK),
    ],
    "textarea": [
        ("Living\x00wage", CANNOT_BE_STORED),
        ("x" * 20_001, "characters or fewer. It has 20,001"),
        (NOTHING_TO_SEE, "that can be read"),
    ],
    "email": [
        ("a@b", ONE_EMAIL),
        ("x" * 250 + "@example.org", ONE_EMAIL),
        ("ada@example.org,eve@example.org", ONE_EMAIL),
        ("ada@example.org\r\nBcc: eve@example.org", ""),
    ],
    "url": [
        ("javascript:alert(1)", HTTPS),
        ("file:///etc/passwd", HTTPS),
        ("http://169.254.169.254", HTTPS),
        ("https://ada@example.org", NOT_ALLOWED),
        ("https://example.org/" + "x" * 10_000, NOT_ALLOWED),
        ("https://ex\N{CYRILLIC SMALL LETTER A}mple.org", NOT_ALLOWED),
    ],
    "date": [
        ("31/02/2027", "31 February 2027 is not a real date"),
        ("29/02/2027", "2027 is not a leap year: choose 1 to 28 February"),
        ("1/1/0001", YEARS),
        ("31/12/9999", YEARS),
        ("1/1/20270", YEARS),
        ("tomorrow", LIKE_A_DATE),
        ("١٥/٠٣/2027", LIKE_A_DATE),
    ],
    "number": [
        ("1e309", LIKE_A_NUMBER),
        ("NaN", LIKE_A_NUMBER),
        ("Infinity", LIKE_A_NUMBER),
        ("-0", LIKE_A_NUMBER),
        (str(2**63), TOO_LARGE),
        ("9" * 40, TOO_LARGE),
        ("1.234,56", FULL_STOP),
        ("1,2,3", FULL_STOP),
    ],
    "password": [("x" * 201, "must be 200 characters or fewer")],
}
# Tables that say who asked, and not what anybody did.
OWN_TRANSACTIONS = {"user_sessions", "attempts", "heartbeats"}


@dataclass
class Desk:
    """A person at a form page, who can send it; what is sent is forgotten afterwards."""

    client: CheckingClient
    sheet: Sheet
    about: FormPage

    @property
    def right(self) -> Answers:
        return self.sheet.right(**RIGHT.get(self.about.endpoint, {}))

    @property
    def asked(self) -> list[Question]:
        return self.sheet.questions

    def refuses(self, wrong: Mapping[Question, tuple[str | list[str], str]]) -> None:
        """Send right answers but for these; see each refused at its field, and shown again."""
        answers = self.right
        for question, (answer, _) in wrong.items():
            answers |= question.answered(answer)
        page = self.send(answers)
        assert page.status == 422, wrong
        assert page.errors.keys() == {question.name for question in wrong}
        for question, (_, message) in wrong.items():
            assert message in page.errors[question.name]
        listed = [ROW.sub("", message) for message in page.error_list]
        assert listed == list(page.errors.values()), "the summary says the same, in the page's order"
        self.shows_what_was_typed(page, answers)

    def shows_what_was_typed(self, page: Page, answers: Answers) -> None:
        """See every text and date on the page, in a field or as words; what cannot be shown has a sign."""
        shown = " ".join(unescape(page.response.text).split())
        for question in self.asked:
            for name, answer in answers.items():
                if question.is_written and (name == question.name or name.startswith(f"{question.name}-")):
                    assert " ".join(str(answer).replace("\x00", "\ufffd").split()) in shown, name

    @contextmanager
    def sending(
        self, answers: Mapping[str, Any] | str, headers: Mapping[str, str] | None = None
    ) -> Iterator[Page]:
        """Send it, yield what comes, and forget it; fail if it was refused and yet something changed."""
        with forgotten():
            before = rows()
            response = self.client.browser.post(
                self.sheet.page.url,
                data=answers,
                headers=headers,
                content_type="application/x-www-form-urlencoded",
            )
            page = Page(response, self.client)
            assert page.status < 500
            if page.status >= 400:
                assert rows() == before, "what was refused was saved"
            yield page

    def send(self, answers: Mapping[str, Any] | str) -> Page:
        with self.sending(answers) as page:
            return page


def rows() -> dict[str, list[str]]:
    """Return everything that is stored, but for who asked."""
    connection = db.session.connection()
    return {
        # As plain tuples: a row of SQLAlchemy's own shortens what it prints.
        name: sorted(repr(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))  # noqa: S608
        for name in Base.metadata.tables
        if name not in OWN_TRANSACTIONS
    }


@pytest.fixture(scope="module")
def standing(standing: AccessWorld) -> AccessWorld:
    """What the access table names, and a live link or an open invitation where that has none."""
    made, world = standing, standing.world
    for name in ("opens_on", "due_on", "grace_until", "closes_on"):
        setattr(made.open, name, getattr(made.open, name) - timedelta(days=60))
    made.draft.statement = "Every cleaner we pay earns the real living wage."
    made.member_invitation.token_hash = hash_token("a-live-invitation")
    db.session.add(
        OneTimeToken(
            purpose=TokenPurpose.RESET_PASSWORD,
            token_hash=hash_token("a-live-reset"),
            user=world.vic,
            created_at=NOW,
            expires_at=NOW + RESET_LIMIT,
        )
    )
    invited = Participation(organisation=world.alder, programme=world.other_programme, invited_on=NOW.date())
    db.session.add(invited)
    db.session.commit()
    return made


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, app: Flask, here: AccessWorld, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    # Time stands still here, and forms for the public turn away what is sent at once.
    monkeypatch.setattr(public_form, "SOONEST", timedelta(0))
    about: FormPage = request.param
    client = CheckingClient(app, here.people[about.who])
    arguments = here.arguments(about.endpoint) | OPENED_OTHERWISE.get((about.endpoint, about.who), {})
    if about.endpoint == "check_in_links.write_check_in":
        client.browser.get(client._url("check_in_links.open_link", {"token": "a-link"}))
    if about.section:
        arguments["section"] = about.section
    page = Page(client.browser.get(client._url(about.endpoint, arguments)), client)
    return Desk(client, Sheet.on(page), about)


# The summary says in which row of a list something is wrong.
ROW = re.compile(r"^[A-Z][a-z ]+ [0-9]+: ")
FORMS = list(form_pages())
FORM = {about.name: about for about in FORMS}
of_forms: Any = {"indirect": ["desk"], "ids": lambda value: getattr(value, "name", None)}
every_form = pytest.mark.parametrize("desk", FORMS, **of_forms)
# The forms that change what others may be changing.
VERSIONED = {
    "check_ins.confirm_nothing_changed",
    "check_ins.correct_check_in",
    "check_ins.record_check_in",
    "closing.answer_still_in_place",
    "closing.assess_close_out",
    "closing.close_commitment",
    "closing.correct_close_out",
    "closing.reply_to_assessment",
    "commitments.correct_reading",
    "commitments.edit_measure",
    "commitments.amend_commitment",
    "commitments.amend_section",
    "commitments.edit_section",
    "commitments.give_baseline",
    "commitments.meet_milestone",
    "commitments.record_reading",
    "commitments.remove_measure",
    "commitments.revise_milestone",
    "commitments.revise_target",
    "commitments.submit_commitment",
    "commitments.withdraw_amendment",
    "organisations.edit_organisation",
    "programmes.edit_programme",
    "programmes.edit_round",
    "programmes.review_check_in",
    "programmes.review_commitment",
    "succession.decide_handover",
}


SHOWS_ONCE = {"organisations.create_token", "reports.check_issued"}


def test_every_form_is_tried_here() -> None:
    posts = {row["endpoint"] for row in lines() if row["method"] == "POST"}
    tried = {about.endpoint for about in FORMS}
    assert tried & BUTTONS == set()
    assert tried | BUTTONS == posts


@every_form
def test_right_answers_are_taken_and_markup_is_text_like_any_other(desk: Desk) -> None:
    """Row 7: stored as typed, and words for every page. So each refusal below is for the one thing wrong."""
    texts = [
        question
        for question in desk.asked
        if question.kind in {"text", "textarea"} and question.short not in RIGHT.get(desk.about.endpoint, {})
    ]
    answers = desk.right
    for number, question in enumerate(texts):
        answers[question.name] = f"{MARKUP} {number}"
    with desk.sending(answers) as page:
        # What is shown once has no page to lead to.
        assert page.status == (200 if desk.about.endpoint in SHOWS_ONCE else 303), page.error_list
        stored = str(rows()).replace("\\", "")  # Some of it stands in JSON.
        given = {question.name: str(answers[question.name]).replace("\\", "") for question in texts}
        assert [name for name, text in given.items() if text not in stored] == []
        assert "<script>alert" not in page.response.text
        for address in filter(None, (page.response.location, desk.sheet.page.url)):
            shown = Page(desk.client.browser.get(address), desk.client)
            assert "<script>alert" not in shown.response.text
            assert "49 ${" not in shown.text
            assert "} 49" not in shown.text


@every_form
def test_nothing_and_nothing_but_spaces_are_the_same(desk: Desk) -> None:
    """Row 1."""
    nothing, spaces = (desk.send(desk.sheet.blank(with_)) for with_ in ("", "   "))
    assert nothing.status == spaces.status in {303, 422}
    assert nothing.errors == spaces.errors
    assert [said for said in nothing.errors.values() if not said.startswith(("Enter ", "Choose "))] == []


@every_form
def test_what_cannot_be_an_answer_is_refused_at_its_field(desk: Desk) -> None:
    """Rows 2, 4, 5, 9 to 11, 13, 16, 17, 19, 22 to 25: each time the next wrong answer to every question."""
    answers = [[(question, *wrong) for wrong in WRONG.get(question.kind, ())] for question in desk.asked]
    for together in zip_longest(*answers):
        desk.refuses({question: (answer, message) for question, answer, message in filter(None, together)})


@every_form
def test_a_choice_is_one_of_those_offered(desk: Desk) -> None:
    """Rows 15, 20 and 21."""
    lists = [question for question in desk.asked if question.kind in {"radio", "select", "checkbox"}]
    several = [question for question in lists if question.kind != "checkbox" and len(question.offered) > 1]
    if lists:
        desk.refuses(dict.fromkeys(lists, ("zzzzzzzzzzzz", "hoose ")))
    if several:
        desk.refuses({question: (list(question.offered[:2]), "Choose only one ") for question in several})


@every_form
def test_what_is_turned_away_whole_saves_nothing(desk: Desk) -> None:
    """Rows 3, 6 and 37. The text comes back unless nobody has read it."""
    for token in ("", "yesterday's"):
        page = desk.send(desk.right | {"csrf_token": token})
        assert (page.status, page.heading) == (400, "This page was open too long")
        desk.shows_what_was_typed(page, desk.right)
    for stray in ("%ff", "%ed%a0%80"):
        page = desk.send(f"{urlencode(desk.right, doseq=True)}&note={stray}")
        assert page.status == 400
        assert "Some characters could not be read. Type them again" in page.main
    page = desk.send(desk.right | {"note": "x" * 2_000_000})
    assert (page.status, page.heading) == (413, "What you sent is too large")


@every_form
def test_what_was_open_too_long_is_sent_again_by_one_press(desk: Desk) -> None:
    """Row 37. A password is typed afresh; a page that asks nothing has nothing to lose."""
    answers = desk.right | {"csrf_token": "yesterday's"}
    with desk.sending(answers, {"Sec-Fetch-Site": "same-origin"}) as page:
        desk.shows_what_was_typed(page, desk.right)
        if not desk.asked or any(question.kind == "password" for question in desk.asked):
            assert "Send it again" not in page.response.text
            return
        form = page.form("Send it again")
    again = {name: values if len(values) > 1 else values[0] for name, values in form.values.items()}
    assert again == desk.right
    assert form.form.get("action") == desk.sheet.page.url
    with desk.sending(again) as page:
        assert page.status == (200 if desk.about.endpoint in SHOWS_ONCE else 303), page.error_list


@pytest.mark.parametrize("desk", [about for about in FORMS if about.endpoint in VERSIONED], **of_forms)
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    """Row 38. A decision replaces nothing: it is asked again, above what came meanwhile."""
    assert "version" in desk.right
    page = desk.send(desk.right | {"version": "987"})
    assert page.status == 409
    desk.shows_what_was_typed(page, desk.right)


PAIRS = [
    (
        "commitments.edit_section timing",
        "starts_on",
        "ends_on",
        "The end date must be after the start date, ",
    ),
    ("programmes.plan_round", "opens_on", "due_on", "The due date must not be before the round opens."),
    ("programmes.plan_round", "due_on", "grace_until", "The grace date must not be before the due date."),
    ("programmes.edit_round", "grace_until", "closes_on", "The round must not close before its grace date."),
]


@pytest.mark.parametrize(
    ("desk", "first", "second", "message"), [(FORM[name], *rest) for name, *rest in PAIRS], **of_forms
)
def test_what_ends_does_not_end_before_it_starts(desk: Desk, first: str, second: str, message: str) -> None:
    """Row 12."""
    question = next(question for question in desk.asked if question.name == second)
    desk.refuses({question: (f"1/6/{FIRST_YEAR - 1}", message)})


FOREIGN = [
    ("commitments.register_commitment", "programme", "other-work"),
    ("programmes.create_programme", "coordinating_body", "birch-college"),
]


@pytest.mark.parametrize(
    ("desk", "name", "foreign"), [(FORM[name], *rest) for name, *rest in FOREIGN], **of_forms
)
def test_what_belongs_to_others_cannot_be_chosen(desk: Desk, name: str, foreign: str) -> None:
    """Row 20, with things that exist."""
    question = next(question for question in desk.asked if question.name == name)
    desk.refuses({question: (foreign, "Choose one of ")})
