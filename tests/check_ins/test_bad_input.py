"""What no check-in may hold: each is refused at its field, shown again, and nothing is stored."""

from collections.abc import Callable

import pytest
from markupsafe import escape

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.support.client import CheckingClient

As = Callable[[User | None], CheckingClient]
PAGE = "check_ins.record_check_in"
Changes = dict[str, str | list[str]]
EVIDENCE: Changes = {
    "evidence-0-title": "Minutes",
    "evidence-0-url": "https://example.org/minutes",
    "evidence-0-kind": "document",
    "evidence-0-strength": "document",
}

CASES: list[tuple[Changes, str, str]] = [
    ({"why": "   "}, "why", "Enter a sentence that says why"),
    (
        {"why": "a\x00b"},
        "why",
        "The reason has a character that cannot be stored. Delete it and try again",
    ),
    ({"why": "a" * 1001}, "why", "The reason must be 1,000 characters or fewer. It has 1,001"),
    (
        {"what_changed": "😀" * 10_001},
        "what_changed",
        "The text must be 10,000 characters or fewer. It has 10,001",
    ),
    ({"next_step": "\u200b\u202e"}, "next_step", "Enter a next step that can be read"),
    (
        {"next_step_on-day": "31", "next_step_on-month": "2"},
        "next_step_on",
        "31 February 2027 is not a real date",
    ),
    (
        {"next_step_on-day": "29", "next_step_on-month": "2"},
        "next_step_on",
        "2027 is not a leap year: choose 1 to 28 February",
    ),
    ({"next_step_on-year": "20270"}, "next_step_on", "The year must be between 2000 and 2100"),
    ({"next_step_on-day": "tomorrow"}, "next_step_on", "Enter a date like 27 3 2027"),
    ({"outlook": "splendid"}, "outlook", "Choose an outlook from the list"),
    ({"outlook": ["on_track", "off_track"]}, "outlook", "Choose only one outlook"),
    ({"delivery": "retired_word"}, "delivery", "Choose an answer from the list"),
    ({"level": "stratospheric"}, "level", "Choose a level from the list"),
    ({"distribution": ["universal", "proportionate"]}, "distribution", "Choose only one answer"),
    (EVIDENCE | {"evidence-0-title": ""}, "evidence-0-title", "Enter a title for the evidence"),
    (EVIDENCE | {"evidence-0-title": "a\nb"}, "evidence-0-title", "A title cannot have a line break"),
    (EVIDENCE | {"evidence-0-kind": ""}, "evidence-0-kind", "Choose the kind of evidence"),
    (EVIDENCE | {"evidence-0-strength": "none"}, "evidence-0-strength", "Choose an answer from the list"),
    (
        EVIDENCE | {"evidence-0-url": "javascript:alert(1)"},
        "evidence-0-url",
        "Enter a web address that starts with https://",
    ),
    (
        EVIDENCE | {"evidence-0-url": "https://name@example.org/"},
        "evidence-0-url",
        "The address has parts that are not allowed",
    ),
]


def form_data(typed: dict[str, str], **changes: str) -> Changes:
    """Return what a browser posts for a complete form."""
    whole: Changes = {name.replace("__", "-"): value for name, value in typed.items()}
    return whole | {"level": "conditions", "distribution": "universal", "next_step_on-year": "2027"} | changes


@pytest.mark.parametrize(("changes", "field", "message"), CASES)
def test_it_is_refused_at_its_field(
    cora_posts: Callable[[Changes], dict[str, str]], changes: Changes, field: str, message: str
) -> None:
    assert cora_posts(changes) == {field: message}


@pytest.fixture
def cora_posts(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> Callable[[Changes], dict[str, str]]:
    """Post a complete form with changes as Cora; return the messages, having seen that nothing was stored."""

    def post(changes: Changes) -> dict[str, str]:
        fields = form_data(typed) | changes
        page = as_(cora).post(
            PAGE, fields, expected=422, organisation="alder-trust", commitment=promise.public_id
        )
        assert "One tender closed" in str(page.soup) or "why" in changes
        db.session.refresh(promise)
        assert promise.check_ins == []
        return page.errors

    return post


@pytest.mark.parametrize("text", ["<script>alert(1)</script> ${7*7}", "{{7*7}}", "=HYPERLINK(1)"])
def test_markup_is_kept_as_it_was_typed(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str], text: str
) -> None:
    page = as_(cora).post(
        PAGE,
        form_data(typed, what_changed=text),
        expected=303,
        organisation="alder-trust",
        commitment=promise.public_id,
    )
    db.session.refresh(promise)
    assert promise.check_ins[0].current.what_changed == text
    shown = page.client.browser.get(page.response.location).text
    assert str(escape(text)) in shown


def test_more_links_than_ten_are_refused(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    fields = form_data(typed)
    for number in range(11):
        fields |= {name.replace("-0-", f"-{number}-"): value for name, value in EVIDENCE.items()}
    page = as_(cora).post(
        PAGE, fields, expected=422, organisation="alder-trust", commitment=promise.public_id
    )
    assert page.error_list == ["Give no more than 10 links. You have given 11"]
    assert promise.check_ins == []


def test_no_field_of_the_record_can_be_set_that_the_form_does_not_ask(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    extra = {"organisation_id": "2", "number": "7", "published_version": "3", "submitted_on": "2020-01-01"}
    as_(cora).post(PAGE, form_data(typed) | extra, organisation="alder-trust", commitment=promise.public_id)
    db.session.refresh(promise)
    (check_in,) = promise.check_ins
    assert (check_in.number, check_in.published_version) == (1, 1)
    assert check_in.organisation_id == promise.organisation_id
    assert check_in.submitted_on.year == 2026
